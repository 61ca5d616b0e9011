/**
 * What fields of companies, addresses and partners are about.
 *
 * One concept a line: `name: phrases`. A phrase after `scope/` counts only on an object of that
 * kind. Phrases are compared after the same normalisation as field names, so short forms, plurals
 * and translations need no phrase of their own.
 */
export const companyConcepts = `
company.name: account name, company name, organization name, business name, partner name, customer name, company/name, vendor name, end customer, customer company name, partner company, partner account name, lead/company, company name en, client company, name company, partner/name, registered company, prospect company, employer, customer account name, deal/customer, deal/account, registration/customer, registration/account, person/company, company, account
company.legal_name: legal name, legal entity name, registered name, legal entity, legal company name, company/legal name
company.trade_name: trade name, trading name, tradestyle, doing business as, dba, brand name
company.ref: account id, company id, associated company id, primary associated company id, organization id, customer account, customer id, account lookup, account reference, parent record company, associated company, primary company, deal/account id, person/account id
company.parent: parent account, parent company, parent account id, parent id, parent company id, headquarter company, ultimate parent, global parent, parent organization, holding company, mother company, parent partner, parent partner id, parent partner account, company/parent, company/parent account, parent
company.number: account number, customer number, debtor number, erp customer number, client number, sap number, erp number, creditor number
company.domain: domain, domain name, company domain, company domain name, email domain, corporate email domain, web domain, website domain, account domain, customer domain, primary domain, corporate domain
company.domains: additional domain, other domain, secondary domain, alternate domain, further domain
company.website: website, website url, company website, corporate website, web, home page, company url, site url, customer website, company web address, url website, company/url
company.industry: industry, industry sector, sector, industry vertical, market vertical, primary industry, line of business, business sector, industry type, industry name
company.industry_other: industry other, other industry, other industry vertical
company.subindustry: sub industry, subindustry, subsector, industry group, secondary industry
company.employees: employee, number employee, employee count, headcount, head count, number of employees, company size, employee number, workforce, numemployees, size of company, company/size, number staff, total employee, full time employee, fte
company.employee_range: employee range, employee band, employees range, size range, company size range, headcount range
company.revenue: annual revenue, company revenue, revenue, yearly revenue, annual sale, total revenue, company/revenue, revenue annual, annual revenue usd, annual revenue amount, business volume
company.revenue_range: revenue range, revenue band
company.ownership: ownership, ownership type, legal form
company.ticker: ticker symbol, stock symbol, ticker
company.sic: sic code, sic, standard industrial classification
company.sic_description: sic description
company.naics: naics code, naics
company.naics_description: naics description
company.duns: duns number, duns, company duns number, data universal numbering system, global duns
company.founded: year started, year founded, founded year, founded, founding year, established, year established, foundation year
company.tax_id: vat number, value added tax number, tax number, tax id, tax registration number, vat id, value added tax id, ein, fiscal code, siret, steuernummer
company.rating: account rating, rating, company/rating
company.site: account site, site
company.source: account source, company source, company/source
company.type: account type, company type, company/type, organization type, relationship type, customer type, type of account, business type
company.status: account status, company status, company/status, customer status, relationship status, active
company.segment: segment, customer segment, market segment, account segment
company.lifecycle: lifecycle stage, lifecycle, lifecycle status, customer stage, buyer stage, customer lifecycle
company.about: about us, about, company profile, company overview, overview, company bio
company.logo: logo, logo url, company logo, avatar, photo url, photo, picture, image url, brand logo, image
company.technologies: web technology, technology stack, technology used, technologies, tech stack
company.linkedin: linkedin company page, linkedin company, linkedin page, company linkedin url
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
company.description: company description, account description, partner description, company/description, business description
address.street: street, address, street address, address line, address line 1, address street, street 1, address 1, street line 1, street name, address street 1, address line one
address.street2: address 2, street 2, address line 2, street address 2, address street 2, suite, apartment, street line 2
address.city: city, address city
address.state: state, province, state province, state or region, state region, county, address state, bundesstaat, prefecture, state or province
address.state_code: state code, state province code, province code, state region code, state iso
address.postal: postal code, address postal code, code postal
address.country: country, country region, address country, country name
address.country_code: country code, country iso, country iso code, country region code
address.latitude: latitude
address.longitude: longitude
address.geocode: geocode accuracy, geo accuracy
address.full: full address, complete address, mailing address full
company.region: region, sales region, geo, geography, market region, area, world region, theater, theatre
company.territory: territory, sales territory, territory name, territory id
partner.type: partner type, partner/type, type of partner, partner kind, partnership type, partner business model, partner role type, partner classification, partner typ
partner.subtype: partner subtype, subtype, partner sub type, partner specialization, specialization
partner.category: partner category, partner/category, program family, partner family, partner group, category
partner.tier: partner tier, partner level, tier, program tier, program level, partner status level, partner program level, channel program level, channel program level name, membership level, partner/level, partner grade, partner program tier, partnership level, partner class, partner ranking
partner.tier_source: tier source
partner.stage: partner stage, partner lifecycle, partner lifecycle stage, prm lifecycle stage, partner/stage, partner status, relationship stage, partnership status, partnership stage, partner/status, partner/lifecycle stage, onboarding status, onboarding stage, relationship status partner, partner/lifecycle
partner.manager: partner manager, channel account manager, partner account manager, channel manager, partner owner, alliance manager, partner development manager, partner success manager, cam, channel owner, partner business manager, partner lead, partner manager id, partner contact internal, partner representative
partner.program: channel program, channel program name, partner program, program name, program
partner.joined: partner since, partner/joined, joined, joined date, member since, joined platform, joined program, joined platform date, partner start, partner onboarding date, onboarding date, partnership start, partnership start date, date became partner, partner start date, onboarded date, partner join date, enrollment date, enrolled since, partner enrollment date
partner.score: partner fit score, fit score, partner score, ai fit score, ideal partner score, partner fit, fit
partner.health: partner health, health score, partner health score, engagement health, partner engagement score, partner/health, relationship health
partner.insight: ai insight, insight
partner.regions: region covered, geo coverage, geographic coverage, coverage, region served, territory covered, market covered, country covered, coverage area, partner region, covered region, geography covered
partner.languages: language supported, language spoken, supported language, company/language, partner/language, partner language, company language
partner.services: service, service offering, service offered, service capability, partner service, capability, competency, expertise, delivery capability
partner.products: product resold, product sold, product carried, reseller product, product portfolio, product authorized, authorized product, partner product, partner/product, company/product
partner.tags: tag, label, keyword
partner.agreement_signed: agreement signed date, agreement signed, agreement date, contract signed date, signed date, signature date, agreement executed, partner agreement signed, agreement signature, date signed, contract signed, contract signature
partner.agreement_start: contract start, contract start date, agreement start, agreement start date, effective date, agreement effective, agreement effective date, contract effective date, term start, valid from, contract begin
partner.agreement_end: contract end, contract end date, agreement end, agreement end date, agreement expiry, agreement expiry date, contract expiry, contract expiry date, contract renewal, contract renewal date, agreement renewal, agreement renewal date, renewal date, term end, expiry date contract, next renewal
partner.pipeline: partner sourced pipeline, sourced pipeline, partner pipeline, pipeline sourced, pipeline generated, open pipeline
partner.sourced_revenue: sourced revenue, partner sourced revenue, revenue sourced, partner revenue, sourced closed won, partner sourced amount, partner/revenue sourced
partner.influenced_revenue: influenced revenue, partner influenced revenue, revenue influenced, influenced amount
partner.payments: payout, commission paid, payment, total payout, paid commission, partner payment, commission total
partner.commission: commission, commission rate, referral fee, commission percent, referral fee percent
partner.discount: reseller discount, partner discount, discount percent, reseller discount percent
partner.mdf: market development fund balance, market development fund, mdf budget, fund balance
partner.certified: number certified individual, certified individual, number certification, certification count
partner.portal_login: portal last login, last portal login, last login, last login date
partner.intelligence: included intelligence, include in reporting, include in dashboard
partner.ref: partner account id, partner id, partner, partner account lookup, partner lookup, referred partner, referring partner, referred by partner, reseller account, sourcing partner, partner account, registering partner
`;
