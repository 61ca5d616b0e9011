/**
 * What fields of companies, addresses and partners are about.
 *
 * One concept a line: `name: phrases`. A phrase after `scope/` counts only on an object of that
 * kind. Phrases are compared after the same normalisation as field names, so short forms, plurals
 * and translations need no phrase of their own.
 */
export const companyConcepts = `
company.name: end customer name, end user company, end customer company, account name, company name, organization name, business name, partner name, customer name, company/name, vendor name, end customer, customer company name, partner company, partner account name, lead/company, company name en, client company, name company, partner/name, registered company, prospect company, employer, customer account name, deal/customer, deal/account, registration/customer, registration/account, person/company, company, account, customer, prospect, prospect name, prospect account name, organization, registered company name, company full name, person/employer name, deal/company name
company.legal_name: legal name, legal entity name, registered name, legal entity, legal company name, company/legal name
company.trade_name: trade name, trading name, tradestyle, doing business as, dba, brand name
company.ref: account id, company id, associated company id, primary associated company id, organization id, customer account, customer id, account lookup, account reference, parent record company, associated company, primary company, deal/account id, person/account id
company.parent: parent account, parent company, parent account id, parent id, parent company id, headquarter company, ultimate parent, global parent, parent organization, holding company, mother company, parent partner, parent partner id, parent partner account, company/parent, company/parent account, parent
company.number: account number, customer number, debtor number, erp customer number, client number, sap number, erp number, creditor number, account code, customer code, vendor number, supplier number
company.domain: domain, domain name, company domain, company domain name, email domain, corporate email domain, web domain, website domain, account domain, customer domain, primary domain, corporate domain, domain web, web domain name, company email domain, mail domain name, company web domain, primary email domain, customer web domain, prospect domain, prospect web domain, prospect website
company.domains: additional domain, other domain, secondary domain, alternate domain, further domain
company.website: website, website url, company website, corporate website, web, home page, company url, site url, customer website, company web address, url website, company/url, internet address, web url, main website
company.industry: industry, industry sector, sector, industry vertical, market vertical, primary industry, line of business, business sector, industry type, industry name, business activity, activity sector, vertical market, industry segment, market sector, company sector
company.industry_other: industry other, other industry, other industry vertical
company.subindustry: sub industry, subindustry, subsector, industry group, secondary industry
company.employees: employee, number employee, employee count, headcount, head count, number of employees, company size, employee number, workforce, numemployees, size of company, company/size, number staff, total employee, full time employee, fte, team size, staff size, company headcount, employee total, total headcount, people count, number people
company.employee_range: employee range, employee band, employees range, size range, company size range, headcount range
company.revenue: annual revenue, company revenue, revenue, yearly revenue, annual sale, total revenue, company/revenue, revenue annual, annual revenue usd, annual revenue amount, business volume, gross annual revenue, global revenue, revenue year
company.revenue_range: revenue range, revenue band
company.ownership: ownership, ownership type, legal form
company.ticker: ticker symbol, stock symbol, ticker
company.sic: sic code, sic, standard industrial classification
company.sic_description: sic description
company.naics: naics code, naics
company.naics_description: naics description
company.duns: duns number, duns, company duns number, data universal numbering system, global duns
company.founded: year started, year founded, founded year, founded, founding year, established, year established, foundation year, year of foundation, established date, founded date
company.tax_id: vat number, value added tax number, tax number, tax id, tax registration number, vat id, value added tax id, ein, fiscal code, siret, steuernummer
company.rating: account rating, rating, company/rating
company.site: account site, site
company.source: account source, company source, company/source, source account, how acquired
company.type: account type, company type, company/type, organization type, relationship type, customer type, type of account, business type
company.status: account status, company status, company/status, customer status, relationship status, active, account state, company state
company.segment: segment, customer segment, market segment, account segment
company.lifecycle: lifecycle stage, lifecycle, lifecycle status, customer stage, buyer stage, customer lifecycle
company.about: about us, about, company profile, company overview, overview, company bio, about text, mission, company mission
company.logo: logo, logo url, company logo, avatar, photo url, photo, picture, image url, brand logo, image, logo image, company logo url, avatar url
company.technologies: web technology, technology stack, technology used, technologies, tech stack
company.linkedin: linkedin company page, linkedin company, linkedin page, company linkedin url, company linkedin, linkedin company profile
company.facebook: facebook company page, facebook page, facebook
company.twitter: twitter handle, twitter username, twitter
company.payment_terms: payment term, term of payment
company.credit_hold: credit hold, credit stop
company.health: customer health, account health
company.churn: churn risk
company.nps: nps, net promoter score, latest nps
company.locations: number location, number of locations, number of sites
company.target: target account, named account, key account
company.priority: customer priority, account priority
company.is_partner: is partner, partner flag
company.capital: total money raised, funding, funding amount, capital raised
company.description: company description, account description, partner description, company/description, business description, about company, about partner, company summary, business summary, company information, profile text, company/about
address.street: street, address, street address, address line, address line 1, address street, street 1, address 1, street line 1, street name, address street 1, address line one, street house number, headquarter street, street name number, address first line, premise, headquarter address, company address, street 1 address, business street, office street, work street
address.street2: address 2, street 2, address line 2, street address 2, address street 2, suite, apartment, street line 2
address.city: city, address city, headquarter city, post town, business city, company city, municipality name
address.state: state, province, state province, state or region, state region, county, address state, bundesstaat, prefecture, state or province, headquarter state, business state, company state province, administrative area, state name
address.state_code: state code, state province code, province code, state region code, state iso
address.postal: postal code, address postal code, code postal, headquarter postal code, business postal code, postal area code
address.country: country, country region, address country, country name, headquarter country, business country, company country
address.country_code: country code, country iso, country iso code, country region code
address.latitude: latitude
address.longitude: longitude
address.geocode: geocode accuracy, geo accuracy
address.full: full address, complete address, mailing address full, location address, headquarter location
company.region: region, sales region, geo, geography, market region, area, world region, theater, theatre, selling region, geographic region, business region, continent, sale area
company.territory: territory, sales territory, territory name, territory id, sale district, district
partner.type: partner type, partner/type, type of partner, partner kind, partnership type, partner business model, partner role type, partner classification, partner typ, reseller type, partner/classification, alliance type, type alliance, channel type, partner model
partner.subtype: partner subtype, subtype, partner sub type, partner specialization, specialization
partner.category: partner category, partner/category, program family, partner family, partner group, category
partner.tier: partner tier, partner level, tier, program tier, program level, partner status level, partner program level, channel program level, channel program level name, membership level, partner/level, partner grade, partner program tier, partnership level, partner class, partner ranking, partner rank, program medal, partner medal, tier level, program class, partner program status, partner certification tier, level partner, channel tier, reseller level, reseller tier
partner.tier_source: tier source
partner.stage: partner stage, partner lifecycle, partner lifecycle stage, prm lifecycle stage, partner/stage, partner status, relationship stage, partnership status, partnership stage, partner/status, partner/lifecycle stage, onboarding status, onboarding stage, relationship status partner, partner/lifecycle, prm status, partner program stage, stage partnership, partner relationship stage, reseller status, channel status, alliance status
partner.manager: partner manager, channel account manager, partner account manager, channel manager, partner owner, alliance manager, partner development manager, partner success manager, cam, channel owner, partner business manager, partner lead, partner manager id, partner contact internal, partner representative, alliance lead, partner responsible, manager partner, responsible partner, channel lead, responsible channel account manager, partner relationship manager, partner success, alliance owner, channel manager name, reseller manager
partner.program: channel program, channel program name, partner program, program name, program
partner.joined: partner since, partner/joined, joined, joined date, member since, joined platform, joined program, joined platform date, partner start, partner onboarding date, onboarding date, partnership start, partnership start date, date became partner, partner start date, onboarded date, partner join date, enrollment date, enrolled since, partner enrollment date, enrolled, enrolled date, onboarded, joined date program, date enrolled, partner from, first partner date, partner activation date, partner created date, activation date, registered since, approved partner date
partner.score: partner fit score, fit score, partner score, ai fit score, ideal partner score, partner fit, fit, fit rating, partner rating, partner grade score, ideal partner fit, partner match score
partner.health: partner health, health score, partner health score, engagement health, partner engagement score, partner/health, relationship health, relationship score, health status, health rating
partner.insight: ai insight, insight
partner.regions: region covered, geo coverage, geographic coverage, coverage, region served, territory covered, market covered, country covered, coverage area, partner region, covered region, geography covered, territory served, region serviced, service area, country served, operating region, operating country, geographic scope, market served, region active
partner.languages: language supported, language spoken, supported language, company/language, partner/language, partner language, company language, language offered, working language, spoken language company
partner.services: service, service offering, service offered, service capability, partner service, capability, competency, expertise, delivery capability, service provided, competence, skill, expertise area, area of expertise, offering, partner capability, offered service, service type, delivery service, partner specialty, specialty
partner.products: product resold, product sold, product carried, reseller product, product portfolio, product authorized, authorized product, partner product, partner/product, company/product, sold product, product offered, resold product, product line sold, distributed product, certified product, product competency, authorised product
partner.tags: tag, label, keyword, account tag, company tag
partner.agreement_signed: agreement signed date, agreement signed, agreement date, contract signed date, signed date, signature date, agreement executed, partner agreement signed, agreement signature, date signed, contract signed, contract signature, countersigned, contract signature date, signed agreement date, date agreement signed, agreement signature date, date contract signed, signing date, contract date, partner agreement date, partner contract signed
partner.agreement_start: contract start, contract start date, agreement start, agreement start date, effective date, agreement effective, agreement effective date, contract effective date, term start, valid from, contract begin, start contract, contract valid from, start date contract, contract effective, partner contract start, term start date, subscription start, contract commencement
partner.agreement_end: contract end, contract end date, agreement end, agreement end date, agreement expiry, agreement expiry date, contract expiry, contract expiry date, contract renewal, contract renewal date, agreement renewal, agreement renewal date, renewal date, term end, expiry date contract, next renewal, next renewal date, term end date, contract termination date, contract term end, renewal due, renewal due date, partner contract end
partner.pipeline: partner sourced pipeline, sourced pipeline, partner pipeline, pipeline sourced, pipeline generated, open pipeline, pipeline sourced partner, registered pipeline, open partner pipeline, partner open pipeline
partner.sourced_revenue: sourced revenue, partner sourced revenue, revenue sourced, partner revenue, sourced closed won, partner sourced amount, partner/revenue sourced, partner revenue won, won partner revenue, revenue from partner, revenue referral, referral revenue, partner closed revenue, revenue partner sourced
partner.influenced_revenue: influenced revenue, partner influenced revenue, revenue influenced, influenced amount, influenced partner revenue
partner.payments: payout, commission paid, payment, total payout, paid commission, partner payment, commission total, commission earned, commission paid total, paid commission total, total commission paid, commission payout, payout total, referral payout, commission paid year, partner payout
partner.commission: commission, commission rate, referral fee, commission percent, referral fee percent, commission rate percent, partner commission
partner.discount: reseller discount, partner discount, discount percent, reseller discount percent, discount rate, partner margin, reseller margin
partner.mdf: market development fund balance, market development fund, mdf budget, fund balance
partner.certified: number certified individual, certified individual, number certification, certification count
partner.portal_login: portal last login, last portal login, last login, last login date
partner.intelligence: included intelligence, include in reporting, include in dashboard
partner.ref: partner account id, partner id, partner, partner account lookup, partner lookup, referred partner, referring partner, referred by partner, reseller account, sourcing partner, partner account, registering partner, sourced by partner, involved partner, partner involved, partner on deal, primary partner, deal partner, referring partner account, lead partner, assigned partner, partner name on deal, reseller, referral partner, registration/company
`;
