/**
 * Words that mean the same: short forms seen in CRM field names, German, French and Spanish words
 * for what CRM fields hold, and other forms of one word. Each line reads `word: variants`.
 *
 * Written for the project from common CRM usage; the short forms that the specification of field
 * mapping lists are all here. A variant may stand for several words (`acv`).
 */
export const wordTable = `
accept: acpt, accpt, annehmen
acceptance: annahme, acceptation
access: zugang, acces, acceso, zugriff
account: acct, acc, accnt, konto, compte, cuenta, acnt, conto
account executive: ae
account manager: am, kam
action: aktion
activity: aktivitat, activite, actividad, attivita, activiteit, actvty
actual: act, tatsachlich
address: addr, adr, adresse, anschrift, direccion, indirizzo, adress
agreement: agmt, agrmt, vereinbarung, accord, abkommen
amount: amt, betrag, montant, importe, amnt, importo, bedrag
annual: yearly, ann, jahrlich, annuel, annualized, anual, annua
annual contract value: acv
annual recurring revenue: arr
answer: antwort, reponse, respuesta
approval: apprvl, genehmigung
approved: appr, genehmigt
assigned: zugewiesen, zugeordnet, attribue, asgn, assgn, asignado, toegewezen
assistant: asst, assist
available: verfugbar
average: avg
balance: bal
begin date: startdatum, ingangsdatum
behavior: behav, behaviour
billing: bill, rechnung, rechnungs, facturation, facturacion, invoicing, fatturazione, faktura
birth: geburt, naissance, nacimiento, nascita
budget: bdgt
business: biz, bus, geschaft
business unit: bu
campaign: cmpgn, kampagne, campagne
capability: fahigkeit
category: cat, kategorie, categorie, categ, ctgry
certification: cert, certified, certificate, accreditation, zertifizierung
channel: chnl, chan, kanal, canal, canale
channel account manager: cam
city: town, stadt, ort, ville, ciudad, locality, municipality, citta, cidade, plaats, commune, localite
class: klasse, classe
classification: klassifizierung, classement
close: cls, schluss, abschluss, fermeture, cloture, cierre, chiusura, afsluiting, conclusion
closed: geschlossen, clsd
code: cd, kode
comment: cmt, remark, bemerkung, commentaire, kommentar, commentar, anmerkung, comentario, commento, opmerking, cmnt, remarque
commission: comm, provision, provisionen, comision
company: firma, unternehmen, societe, entreprise, empresa, cmpny, comp, corp, firm, gesellschaft, azienda, bedrijf, empresas, organismo, betrieb
competitor: comptr, cmptr, competition, competitive, mitbewerber, wettbewerber, concurrent, concurrence, wettbewerb, competidor, concorrente, konkurrent, rival
condition: bedingung
contact: cntct, ansprechpartner, kontakt, contacto, cont, contatto, kontaktperson, cntc
contract: cntr, contr, vertrag, contrat, ctr, contrato, contratto, cntrct
coordinate: coord
correspondence: korrespondenz, correspondance
country: ctry, cntry, land, pays, pais, nation, paese, landen, staat
county: landkreis
covered: cvrd, couvert, abgedeckt
created: create, creation, erstellt, erstellung, cree, angelegt
currency: curr, ccy, curncy, wahrung, devise, moneda
customer: cust, kunde, kunden, client, cliente, cstmr, klient, clients, kundschaft, klant
customer success manager: csm
daily active user: dau
date: dt, datum, fecha, dte, jour, giorno, dato
day: tage, jours
deadline: frist, echeance, delai, fecha limite, scadenza
deal: dl, affaire, transazione, negocio
decision: entscheidung, decisione
delivery: dlvry, dlvy
department: dept, abteilung, departement, dep, dpt, afdeling, departamento, reparto, abt
description: desc, descr, beschreibung, descripcion, dscr, beschrijving, descrizione, descricao
development: dev, dvlpmnt
digit: stelle
discount: disc, rabatt, remise, nachlass, korting, sconto, descuento
distributor: distr, disti
document: doc
domain: dmn, domaine
duration: dauer, duree, laufzeit
effective: eff, efftv
email: mail, eml, correo, e mail, posta elettronica
employee: emp, empl, mitarbeiter, employe, empleado, staff, collaborateur, employes, dipendenti, empleados, medewerkers, angestellte, beschaftigte, funcionarios, effectif, salarie, collaborateurs
enablement: enblmnt
end: ende, fin, einde
ended: beendet
engagement: engmt
exclusive: exklusiv
executive: exec
expected: exp, est, estimated, anticipated, erwartet, forecasted, projected, prevu, voraussichtlich, attendu, previsto, verwacht, erwarteter
expiry: expiration, expire, expired, ablauf, expirydate, valid until, gultig bis
external: ext, extern, externe, externo, esterno
family name: familienname
fax: telefax, facsimile
first: erste, premier
first name: vorname, prenom, fname, firstname, given name, forename, nombre, nome proprio, voornaam, vornamen, primeiro nome
forecast: prognose, prevision, previsione, fcst, forecasted amount
founded: gegrundet, fonde
founding: grundung, fondation
founding year: grundungsjahr, annee creation
full: vollstandig, complet
full name: fullname
function: funktion, fonction, functie, funzione, func
general data protection: gdpr, dsgvo, rgpd
geography: geo, geographic
goal: ziel, objectif
greeting: anrede
gross: grs
group: grp, gruppe, groupe, grupo, gruppo
health: hlth, gesundheit, sante, salud
held: obtenu, detenu
history: hist, log
id: identifier, ident, uid, guid, uuid, key
identification: idnt
implementation: impl, umsetzung, implementierung, mise en oeuvre
important: imp
industry: ind, indstry, branche, secteur, industria, sektor, vertical, settore, industrie, bransche, secteur activite, rubro
influenced: infl, inflncd
information: info
interest: intrst, interesse, interet, interes, intrest
internal: int
invoice: inv
involved: implique, beteiligt
job title: jobtitle, stellenbezeichnung
joined: beigetreten, rejoint
key: schlussel, cle, clave
language: lang, sprache, langue, idioma, sprachen, lingua, taal, idiomas, lng
last: lst, letzte, letzter, dernier, derniere, ultimo, ultima, latest, recent, laatste, ultimi
last name: nachname, lname, surname, lastname, zuname, apellido, cognome, achternaam, apellidos, sobrenome, nom famille
latitude: lat
lead: ld
level: lvl, stufe, niveau, nivel, livello, lev
license: lic, licence, lizenz
lifecycle: lifecyc, lcycle, life cycle, cycle vie, ciclo vida, lebenszyklus
line: ligne, zeile
location: loc, standort
longitude: lon
loss: verlust, perte, perdida, perdita
loss reason: verlustgrund
lost: verloren, perdu
main: hauptsachlich
manager: mgr, mngr, verantwortlicher, gestionnaire, betreuer, responsable, leiter, beauftragter, responsabile, gerente, verantwortliche
market development fund: mdf
marketing: mktg, mkt, mktng
marketing qualified lead: mql
marketo: mkto
maximum: max
message: msg
minimum: min
mobile: mob, cell, cellular, handy, mobil, mobiltelefon, portable, movil, cellphone, mobilephone, cellulare, mobiel, telephone mobile, gsm
modified: modify, modification, geandert, modifie, mod, anderung, bearbeitet, modificato, gewijzigd, modificado, chgd, changed
monthly recurring revenue: mrr
name: nm, nom, bezeichnung, naam, denominazione, denominacion
nda: nondisclosure
next: nxt, nachster, nachste, prochain, prochaine, volgende, siguiente, prossimo
next step: nextstep, prochaine etape, nachster schritt
note: notiz, notizen, nts, nota, notitie, anotacion
number: num, no, nbr, nr, nummer, numero, qty count, anzahl, nombre de, numerus, zahl
number employee: mitarbeiterzahl, mitarbeiteranzahl, nombre employes, effectifs
offered: angeboten, propose, offert
open: offen, ouvert
opportunity: opp, oppty, opty, verkaufschance, opportunite, oportunidad
order: bestellung, commande, auftrag, pedido, ordine
organization: org, organisation
original: orig, initial
owner: ownr, besitzer, inhaber, proprietaire, propietario, proprietario, eigenaar, inhaberin, dueno
ownership: eigentum
paid: ausgezahlt, bezahlt, gezahlt, paye, versee, pagado, pd
parent: prnt, ubergeordnet, mutter
partner: ptnr, prtnr, part, partenaire, prtner, partr, pnr, socio, parceiro, prt, ptner, ptn
partner account manager: pam
partner development manager: pdm
partner relationship management: prm
partner status: partnerschaftsstatus
partnership: ptnrshp, partenariat, partnerschaft
password: pwd
payment: pmt, pymt, zahlung, paiement, pago, pagamento, betaling
percent: pct, perc, percentage, prozent, prct
person: personne, persona
phone: tel, telephone, telefon, ph, phn, telefono, fon, telefonnummer, rufnummer, telefoon, telephon, fernsprech, telefono fijo, durchwahl
phone number: telefoonnummer
pipeline: pipe
plan: pln
postal address: postanschrift
position: poste
postal code: plz, zip, zipcode, postcode, postleitzahl, postal, zip code, zip postal code, codepostal, pin code, codice postale, codigo postal, postnummer
preferred: pref, preference, bevorzugt, bevorzugte, prefere
previous: prev
price: preis, prix
primary: prim, main, principal, haupt
primary contact: hauptansprechpartner, hauptkontakt, contact principal
priority: prio, prioritat, priorite, prioridad, dringlichkeit, prty
private: privat
probability: prob, wahrscheinlichkeit, probabilite, likelihood, waarschijnlijkheid, probabilita, probabilidad, chance percent, gewinnchance
process: prozess, processus, proceso
product: prod, produkt, produit, producto, prodotto, artikel
program: prog, prgm, programme, programm, programma, programa
project: proj, prj, projekt
project manager: projektleiter
protected: geschutzt, protege
protection: schutz
province: prov, bundesland, provincia
quantity: qty, menge, quantite, quantita, cantidad, aantal
quarter: qtr
quarterly business review: qbr
quote: angebot, devis, offerte
rating: rtg, bewertung, evaluation, valutazione
reason: rsn, grund, raison, motif, motivo, ursache, razon, reden
recommended: empfohlen
record: rec, datensatz
reference: ref
referral: rfrl, empfehlung, recommandation, apport, empfohlene
region: gebiet, rgn, regione, regio
registered: registriert
registering: registrierend
registration: reg, regn, registrierung, enregistrement
rejected: abgelehnt, rejete, refuse
rejection: ablehnung, refus, rechazo
rejection reason: ablehnungsgrund
relationship: rel
renewal: rnwl, verlangerung, renew, renouvellement, renovacion, rinnovo, verlaengerung
renewed: rnwd
representative: rep
request: req
response: rueckmeldung, ruckmeldung
responsible: zustandig, zustandiger
revenue: rev, umsatz, turnover, chiffre affaires, ingresos, revenu, jahresumsatz, fatturato, omzet, ca annuel, ventes annuelles, ingreso, erlos, chiffre affaire
role: rolle, rl, rol, ruolo
sale: sls, vertrieb, vente, venta, vertriebs, commercial, commerciale, verkauf, verkaufs, ventas, vendita, verkoop
sales development representative: sdr
sales qualified lead: sql
salutation: civilite, aanhef, trattamento
score: scr, punktzahl, puntuacion, punkte
segment: seg, sgmt, segmentation
seller: verkaufer, vendeur
sent: gesendet
sequence: seq
service: svc, srvc, serv, dienstleistung, leistung, dienst, prestation, servicio, servizio, services
service level agreement: sla
shipping: ship, lieferung, liefer, livraison, envio, versand, expedition, spedizione, verzending, liefern
signature: unterschrift, unterzeichnung
signed: unterzeichnet, unterschrieben, signe, firmado, sgn, sgnd, sgned, countersigned
since: seit, depuis, desde, sinds, dal
size: grosse, taille, tamano, dimensione
software: sw
sold: vertrieben, verkauft, vendu
solution: soln
source: src, quelle, origine, herkunft, fuente, origin, bron, provenienza, fonte
sourced: srcd, vermittelt, apporte
specialization: spezialisierung, specialisation
sponsor: spnsr
stage: stg, phase, etape, etapa, fase
standard: std
start: strt, beginn, debut, begin, inicio, anfang, aanvang, inizio
state: region state, federal state, bundes land, etat
status: stat, sts, statut, estado civil, zustand, stato, estatus, toestand
step: schritt
street: strasse, str, rue, calle, street address, hausnummer, via, straat, rua, strassenname
submission: einreichung, soumission
submitted: eingereicht, soumis, sbmtd
subtype: sub type, subtyp
support: supp, unterstutzung
tag: schlagwort, stichwort, etiquette, etiqueta, schlagworter
tax: steuer, impot, impuesto
team: equipe, mannschaft
technology: tech, technologie
telephone: fernsprecher
temperature: temp
term: laufzeiten
territory: terr, trty, territoire, territorio, vertriebsgebiet
text: texte
tier: tr, stufenmodell
time zone: timezone, tz, zeitzone, fuseau horaire, huso horario, fuso orario, tijdzone, fuseau
title: titel, titre, titulo, intitule
total: tot, ttl, gesamt
total contract value: tcv
trailing twelve month: ttm
training: schulung, formation
transaction: trans, txn
type: typ, kind, art, tipo, tipologia, soort
unique: uniq
unsubscribed: abgemeldet, desabonne, abmeldung, desinscrit
until: bis
update: updated, upd, aktualisiert, refreshed
url: link, uri, href, web address
user: usr, benutzer, utilisateur, usuario, utente, gebruiker
valid: gultig, valable
value: val, wert, valeur, valor
value added tax: vat, ust, tva, mwst
vendor: vndr
verified: verif
website: web site, webseite, homepage, web page, internet, site web, sitio web, www
won: gewonnen, gagne
year: yr, jahr, annee, annees, ano, anno, jaar
zoominfo: zi
`;
