/** What fields of people are about, and the fields that every record has. Format: concepts-company.ts. */
export const peopleConcepts = `
person.first_name: first name, given name, name first, contact first name, customer first name, christian name, prospect first name
person.middle_name: middle name, middle initial
person.last_name: last name, family name, name last, contact last name, customer last name, prospect last name, contact family name
person.full_name: full name, contact name, person/name, display name, person name, customer contact, contact person, contact full name, lead/name, lead name, contact, primary contact name, customer contact name, end user contact, customer contact person, prospect contact name, prospect contact, contact person name, complete name, name of contact, decision maker name, sponsor name
person.salutation: salutation, name prefix, honorific, greeting, anrede, civility, prefix
person.suffix: suffix, name suffix
person.nickname: nickname, preferred name, informal name
person.email: email, email address, contact email, work email, business email, email primary, primary email, email address primary, customer email, email 1, corporate email, person/mail, prospect contact email, prospect email, contact email address, email contact
person.email_secondary: alternate email, secondary email, other email, personal email, private email, additional email, email 2, additional email address
person.phone: phone, phone number, business phone, work phone, phone primary, primary phone, phone number primary, office phone, customer phone, contact phone, main phone, direct phone, phone work, company phone, phone 1, direct dial, desk phone, direct line, main phone number, office number, contact phone number, switchboard, company phone number, phone business, prospect contact phone, prospect phone, central phone
person.mobile: mobile, mobile phone, mobile number, mobile phone number, phone mobile, phone number mobile, handset, personal mobile
person.home_phone: home phone, phone home, private phone
person.other_phone: other phone, alternate phone, secondary phone, phone 2, additional phone, phone other
person.fax: fax, fax number, business fax, phone number fax, phone fax
person.assistant: assistant name, assistant
person.assistant_phone: assistant phone, phone assistant
person.job_title: manager title, owner title, job title, person/title, position, business title, job position, role title, contact title, customer title, lead/title, professional title, job, designation, person/position, function title, function name, position title, job name, title position, title job, role title position
person.department: department, division, business unit, team name, department name, department group, organizational unit, org unit, team person, contact department
person.role: role, contact role, function, role at partner, partner role, job function, person/role, partner contact role, person/function, contact function, role at company, role partnership, alliance role, partner function, function at partner, role partner, function partner, role in partner program
person.seniority: seniority, job level, employment seniority, management level, person/level, title type, career level
person.persona: persona, buyer persona
person.buying_role: buying role, buyer role
person.birth_date: birthdate, date of birth, birthday, birth date, dob, date birth
person.gender: gender, sex
person.marital: marital status
person.language: language, preferred language, locale, language preference, contact language, communication language, correspondence language, spoken language, language code, preferred correspondence language, language preference contact, mother tongue, preferred communication language
person.timezone: time zone, preferred time zone, tz, zone, local time zone, user time zone
person.linkedin: linkedin, linkedin url, linkedin profile, linkedin profile url, linkedin bio
person.photo: person/photo, headshot, profile picture, person/picture, profile photo
person.reports_to: report to, report to id, supervisor, line manager
person.primary: primary contact, is primary, main contact, primary partner contact, is primary contact, person/primary, key contact, primary flag, principal contact, primary contact flag, is primary partner contact, lead contact
person.certifications: certification, certification held, held certification, trainings completed, completed certification, certification list, credential, badge held
person.portal: portal access, portal user, portal user active, portal state, portal status, portal enabled, has portal access, portal login, portal account, portal account status, portal active, partner portal access, is portal user, partner portal user, partner portal status, portal login enabled, community user, portal user status, portal access state, portal access status
person.opt_out: email opt out, opt out, unsubscribed, has opted out of email, do not email, opted out, marketing opt out, unsubscribed from all email, email optout, optout, no email, newsletter opt out, unsubscribe, do not mail, opt out email, email opted out, no mailing, no marketing email, opted out email, email unsubscribed
person.fax_opt_out: fax opt out, has opted out of fax
person.do_not_call: do not call, no call, phone opt out
person.consent: consent, data consent, gdpr consent, opt in, email opt in, marketing consent, privacy consent, general data protection consent, legal basis
person.consent_date: consent date, gdpr consent date, general data protection consent date, opt in date
person.consent_text: consent text, consent wording
person.bounce_reason: email bounced reason, bounce reason
person.bounce_date: email bounced date
person.bounced: is email bounced, email bounced
person.status: contact status, person/status, active contact
person.score: contact score, marketo score, engagement score, behavior score
person.company_ref: person/company id, person/partner id, employer id, works for, person/partner account
record.id: id, record id, object id, unique id, system id, crm id, salesforce id, hubspot id, company/id, person/id, deal/id, lead/id, partner/partner id, record number id, primary key
record.external_id: external id, external key, foreign id, legacy id, integration id, prm external id, partneros id, prm id, external reference, external system id, prm contact id, external record id, partner portal id, source system id, partneros, sync key, external unique id
record.created: created, created date, date created, created time, created on, record created, object created date, record created date, object created date time, entry date, added date, insert date, opened, opened date, first seen, date opened, date added
record.created_by: created by, created by id, created by user id, creator, author, created by user
record.modified: modified, last modified, last modified date, modified date, update, update date, last update, last update date, system modstamp, modstamp, last change, changed date, last changed date, object last modified date time, date modified, date last modified, last edited, last edit, edited, record changed date, change date, date of last change, record update date
record.modified_by: last modified by, last modified by id, modified by, update by, update by user id, last update by
record.deleted: deleted, is deleted, archived, is archived, delete flag, removed
record.type: record type, record type id, record type name
record.owner: owner, owner id, record owner, account owner, company owner, contact owner, deal owner, opportunity owner, lead owner, assigned, assigned to, responsible, owner user, assigned user, hubspot owner, hubspot owner id, zustandig, company/owner, sales owner, responsible person, account manager, sales representative, sales rep, owned by, responsible rep, responsible sale rep, responsible employee, owner user id, relationship lead, relationship owner, record responsible, responsible manager
record.owner_name: owner name, owner full name, opportunity owner name, lead owner name
record.owner_email: owner email, opportunity owner email, lead owner email
record.owner_assigned: owner assigned date
record.team: team, team id, hubspot team, owning team
record.currency: currency, currency code, currency iso code, account currency, contact currency, opportunity currency, lead currency, deal currency, deal currency code, amount currency, currency iso, iso currency
record.exchange_rate: exchange rate, conversion rate
record.last_activity: last activity, last activity date, last engagement, last engagement date, last interaction, last touch, activity date, last activity time, last contact date, last touched, last touchpoint, most recent activity, date last activity, last activity recorded, last touch date
record.last_contacted: last contacted, last contacted date
record.next_activity: next activity, next activity date
record.last_viewed: last viewed, last viewed date
record.last_referenced: last referenced, last referenced date
record.merged: master record id, merged object id, merged record id
record.important: important, is priority record
record.import: import, was imported, performed in an import
record.description: description, summary, detail description, long description, detail, background, description text, description long, explanation
record.notes: note, comment, additional comment, internal note, additional information, further information, memo, free text, partner note, notes, additional note, partner comment, comment partner, note partner, internal comment, free note, general note
record.stage_probability: stage probability
record.rank: rank
record.sync: last sync, last sync date, sync date
person.last_login: last sign in, last portal visit, portal last visit
record.priority: priority, urgency, importance, priority level, urgency level
`;
