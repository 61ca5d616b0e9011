/**
 * Words that mean the same: short forms seen in CRM field names, German, French and Spanish words
 * for what CRM fields hold, and other forms of one word. Each line reads `word: variants`.
 *
 * Written for the project from common CRM usage; the short forms that the specification of field
 * mapping lists are all here. A variant may stand for several words (`acv`).
 */
export const wordTable = `
account: acct, acc, accnt, konto
account executive: ae
account manager: am, kam
actual: act
address: addr, adr, adresse, anschrift, direccion, indirizzo, adress
agreement: agmt, agrmt, vereinbarung, accord
amount: amt, betrag, montant, importe, amnt
annual: yearly, ann, jahrlich, annuel, annualized, anual
annual contract value: acv
annual recurring revenue: arr
approval: apprvl, genehmigung
approved: appr, genehmigt
assistant: asst, assist
average: avg
balance: bal
behavior: behav, behaviour
billing: bill, rechnung, rechnungs, facturation, facturacion, invoicing
birth: geburt
budget: bdgt
business: biz, bus
business unit: bu
campaign: cmpgn, kampagne, campagne
category: cat, kategorie, categorie, categ, ctgry
certification: cert, certified, certificate, accreditation, zertifizierung
channel: chnl, chan
channel account manager: cam
city: town, stadt, ort, ville, ciudad, locality, municipality
close: cls
closed: geschlossen, clsd
code: cd, kode
comment: cmt, remark, bemerkung, commentaire, kommentar
commission: comm, provision
company: firma, unternehmen, societe, entreprise, empresa, cmpny, comp, corp, firm, gesellschaft
competitor: comptr, cmptr, competition, competitive, mitbewerber, wettbewerber, concurrent
contact: cntct, ansprechpartner, kontakt, contacto, cont
contract: cntr, contr, vertrag, contrat, ctr
coordinate: coord
country: ctry, cntry, land, pays, pais, nation
created: create, creation, erstellt, erstellung, cree, angelegt
currency: curr, ccy, curncy, wahrung, devise, moneda
customer: cust, kunde, kunden, client, cliente, cstmr, klient
customer success manager: csm
daily active user: dau
date: dt, datum, fecha, dte
deal: dl
delivery: dlvry
department: dept, abteilung, departement, dep, dpt
description: desc, descr, beschreibung, descripcion, dscr
development: dev, dvlpmnt
discount: disc, rabatt, remise
distributor: distr, disti
document: doc
domain: dmn, domaine
email: mail, courriel, eml
employee: emp, empl, mitarbeiter, employe, empleado, staff, collaborateur
engagement: engmt
executive: exec
expected: exp, est, estimated, anticipated, erwartet, forecasted, projected, prevu, voraussichtlich
expiry: expiration, expire, expired, ablauf, expirydate, valid until, gultig bis
external: ext, extern
family name: familienname
fax: telefax, facsimile
first name: vorname, prenom, fname, firstname, given name, forename, nombre
full name: fullname
geography: geo, geographic
general data protection: gdpr, dsgvo, rgpd
greeting: anrede
gross: grs
group: grp, gruppe, groupe
health: hlth
history: hist, log
id: identifier, ident, uid, guid, uuid, key
identification: idnt
implementation: impl
important: imp
industry: ind, indstry, branche, secteur, industria, sektor, vertical
influenced: infl
information: info
interest: intrst
internal: int
invoice: inv
job title: jobtitle, stellenbezeichnung
language: lang, sprache, langue, idioma
last: lst, letzte, letzter, dernier, derniere, ultimo, ultima, latest, recent
last name: nachname, lname, surname, lastname, zuname, apellido
lead: ld
level: lvl, stufe, niveau
license: lic, licence, lizenz
lifecycle: lifecyc, lcycle, life cycle
location: loc, standort
longitude: lng, lon
latitude: lat
manager: mgr, mngr, verantwortlicher, gestionnaire
market development fund: mdf
marketing: mktg, mkt, mktng
marketo: mkto
marketing qualified lead: mql
sales qualified lead: sql
maximum: max
message: msg
minimum: min
mobile: mob, cell, cellular, handy, mobil, mobiltelefon, portable, movil, cellphone, mobilephone
modified: modify, modification, geandert, modifie, mod
monthly recurring revenue: mrr
name: nm, nom, bezeichnung
next: nxt, nachster, nachste, prochain, prochaine
next step: nextstep
note: notiz, notizen, nts
number: num, no, nbr, nr, nummer, numero, qty count, anzahl, nombre de
nda: nondisclosure
opportunity: opp, oppty, opty, verkaufschance, opportunite, oportunidad
organization: org, organisation
original: orig, initial
owner: ownr, besitzer, inhaber, proprietaire, propietario
parent: prnt, ubergeordnet
partner: ptnr, prtnr, part, partenaire, prtner, partr, pnr
partner account manager: pam
partner development manager: pdm
partner relationship management: prm
partnership: ptnrshp
password: pwd
payment: pmt, pymt, zahlung
percent: pct, perc, percentage, prozent, prct
phone: tel, telephone, telefon, ph, phn, telefono, fon, telefonnummer, rufnummer
pipeline: pipe
plan: pln
position: funktion
postal code: plz, zip, zipcode, postcode, postleitzahl, postal, zip code, zip postal code, codepostal, pin code
preferred: pref, preference, bevorzugt
previous: prev
price: preis, prix
primary: prim, main, principal, haupt
priority: prio, prioritat
probability: prob, wahrscheinlichkeit, probabilite, likelihood
product: prod, produkt, produit, producto
program: prog, prgm, programme, programm
project: proj, prj, projekt
province: prov, bundesland
quantity: qty, menge, quantite
quarter: qtr
quarterly business review: qbr
rating: rtg
reason: rsn, grund, raison, motif, motivo
record: rec, datensatz
reference: ref
referral: rfrl
region: gebiet, rgn
registration: reg, regn, registrierung, enregistrement
relationship: rel
renewal: rnwl, verlangerung, renew
representative: rep
request: req
revenue: rev, umsatz, turnover, chiffre affaires, ingresos, revenu, jahresumsatz
role: rolle, rl
sale: sls, vertrieb, vente, venta
sales development representative: sdr
score: scr
segment: seg, sgmt, segmentation
sequence: seq
service: svc, srvc, serv, dienstleistung
service level agreement: sla
shipping: ship, lieferung, liefer, livraison, envio
software: sw
solution: soln
source: src, quelle, origine, herkunft, fuente, origin
sourced: srcd
sponsor: spnsr
stage: stg, phase, etape, etapa
standard: std
start: strt, beginn, debut, begin, inicio
status: stat, sts, statut, estado civil, zustand
state: region state
street: strasse, str, rue, calle, street address, hausnummer
subtype: sub type, subtyp
support: supp
technology: tech, technologie
telephone: fernsprecher
temperature: temp
territory: terr, trty
tier: tr
time zone: timezone, tz, zeitzone, fuseau horaire
title: titel, titre, titulo
total: tot, ttl, gesamt
total contract value: tcv
trailing twelve month: ttm
transaction: trans, txn
type: typ, kind, art, tipo
unique: uniq
update: updated, upd, aktualisiert, refreshed
url: link, uri, href, web address
user: usr, benutzer, utilisateur
valid: gultig
value: val, wert, valeur, valor
value added tax: vat, ust, tva, mwst
vendor: vndr
verified: verif
website: web site, webseite, homepage, web page, internet, site web, sitio web, www
year: yr, jahr, annee
zoominfo: zi
`;

/** Words that say little by themselves; they count for a third. */
export const lightWords = new Set(
  'id number date name code url value field record info information is has was type text flag time data detail current total'.split(
    ' ',
  ),
);

/** Words that say nothing. */
export const stopWords = new Set(
  'of the a an and or for in with our your this its their de la le les du des der die das und fur von et'.split(
    ' ',
  ),
);

/** Words for one kind of thing; an object's own noun adds little to the names of its fields. */
export const objectNouns: Record<string, readonly string[]> = {
  company: ['account', 'company', 'organization', 'business'],
  partner: ['partner', 'partnership', 'prm'],
  person: ['contact', 'person', 'individual'],
  lead: ['lead'],
  deal: ['deal', 'opportunity'],
  registration: ['registration'],
};
