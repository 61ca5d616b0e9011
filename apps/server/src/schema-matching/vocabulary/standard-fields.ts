/**
 * What the standard fields of Salesforce and HubSpot are about, and which of several is the one
 * that people mean.
 *
 * A heading names platform and object; entries read `Field concept` or `Field concept role`, where
 * the role is `alternate` (right, but rarely the first choice), `derived` (the CRM works it out),
 * `system` (for the CRM's own use) or `compound` (made of other fields). From the vendors' public
 * field references; concepts are this project's.
 */
export const standardFieldTable = `
# salesforce Account
Id record.id; Name company.name; Type company.type; ParentId company.parent; Phone person.phone; Fax person.fax
BillingStreet address.street; BillingCity address.city; BillingState address.state; BillingPostalCode address.postal
BillingCountry address.country; BillingStateCode address.state_code; BillingCountryCode address.country_code
BillingAddress address.full compound; BillingLatitude address.latitude; BillingLongitude address.longitude
ShippingStreet address.street alternate; ShippingCity address.city alternate; ShippingState address.state alternate; ShippingPostalCode address.postal alternate
ShippingCountry address.country alternate; ShippingStateCode address.state_code alternate; ShippingCountryCode address.country_code alternate
ShippingAddress address.full compound; AccountNumber company.number; Website company.website; Sic company.sic
Industry company.industry; AnnualRevenue company.revenue; NumberOfEmployees company.employees; Ownership company.ownership
TickerSymbol company.ticker; Description company.description; Rating company.rating; Site company.site
AccountSource company.source; OwnerId record.owner; CurrencyIsoCode record.currency; IsPartner company.is_partner
ChannelProgramName partner.program; ChannelProgramLevelName partner.tier; Tier company.priority derived
DunsNumber company.duns; Tradestyle company.trade_name; NaicsCode company.naics; NaicsDesc company.naics_description
YearStarted company.founded; SicDesc company.sic_description; PhotoUrl company.logo system
CreatedDate record.created; LastModifiedDate record.modified; SystemModstamp record.modified alternate
CreatedById record.created_by; LastModifiedById record.modified_by; IsDeleted record.deleted; RecordTypeId record.type
LastActivityDate record.last_activity; LastViewedDate record.last_viewed system; LastReferencedDate record.last_referenced system
MasterRecordId record.merged system; CleanStatus clean.status system; DandbCompanyId company.dandb system
Jigsaw company.jigsaw system; JigsawCompanyId company.jigsaw system; IsPriorityRecord record.important system
IsCustomerPortal person.portal system; OperatingHoursId company.hours system

# salesforce Contact
Id record.id; AccountId company.ref; FirstName person.first_name; LastName person.last_name; MiddleName person.middle_name
Name person.full_name compound; Salutation person.salutation; Suffix person.suffix; Email person.email; Phone person.phone
MobilePhone person.mobile; HomePhone person.home_phone; OtherPhone person.other_phone; Fax person.fax
AssistantPhone person.assistant_phone; AssistantName person.assistant; Title person.job_title; Department person.department
MailingStreet address.street; MailingCity address.city; MailingState address.state; MailingPostalCode address.postal
MailingCountry address.country; MailingStateCode address.state_code; MailingCountryCode address.country_code
MailingAddress address.full compound; OtherStreet address.street alternate; OtherCity address.city alternate; OtherState address.state alternate
OtherPostalCode address.postal alternate; OtherCountry address.country alternate; OtherStateCode address.state_code alternate
OtherCountryCode address.country_code alternate; OtherAddress address.full compound; LeadSource deal.source; Birthdate person.birth_date
Description record.description; OwnerId record.owner; ReportsToId person.reports_to; HasOptedOutOfEmail person.opt_out
HasOptedOutOfFax person.fax_opt_out; DoNotCall person.do_not_call; CurrencyIsoCode record.currency
EmailBouncedReason person.bounce_reason system; EmailBouncedDate person.bounce_date system; IsEmailBounced person.bounced system
PhotoUrl person.photo system; IndividualId person.individual system; DepartmentGroup person.department derived
TitleType person.seniority derived; BuyerAttributes person.buying_role derived; ContactSource record.import system
CreatedDate record.created; LastModifiedDate record.modified; SystemModstamp record.modified alternate
CreatedById record.created_by; LastModifiedById record.modified_by; IsDeleted record.deleted; RecordTypeId record.type
LastActivityDate record.last_activity; LastViewedDate record.last_viewed system; LastReferencedDate record.last_referenced system
LastCURequestDate record.stay_in_touch system; LastCUUpdateDate record.stay_in_touch system; MasterRecordId record.merged system
CanAllowPortalSelfReg person.portal_self_registration system; IsPriorityRecord record.important system

# salesforce Lead
Id record.id; FirstName person.first_name; LastName person.last_name; Name person.full_name compound; Company company.name
Title person.job_title; Email person.email; Phone person.phone; MobilePhone person.mobile; Fax person.fax
Street address.street; City address.city; State address.state; PostalCode address.postal; Country address.country
StateCode address.state_code; CountryCode address.country_code; Address address.full compound; Website company.website
Description record.description; LeadSource deal.source; Status lead.status; Industry company.industry; Rating lead.rating
AnnualRevenue company.revenue; NumberOfEmployees company.employees; OwnerId record.owner; PartnerAccountId partner.ref
IsConverted lead.converted; ConvertedDate lead.converted_date; ConvertedAccountId lead.converted_account
ConvertedContactId lead.converted_contact; ConvertedOpportunityId deal.ref; HasOptedOutOfEmail person.opt_out
DoNotCall person.do_not_call; CurrencyIsoCode record.currency; CompanyDunsNumber company.duns; IsUnreadByOwner lead.unread system
CreatedDate record.created; LastModifiedDate record.modified; SystemModstamp record.modified alternate
CreatedById record.created_by; LastModifiedById record.modified_by; IsDeleted record.deleted; RecordTypeId record.type
LastActivityDate record.last_activity; LastViewedDate record.last_viewed system; LastReferencedDate record.last_referenced system

# salesforce Opportunity
Id record.id; Name deal.name; AccountId company.ref; Amount deal.amount; StageName deal.stage; CloseDate deal.close_date
Probability deal.probability; Type deal.type; NextStep deal.next_step; LeadSource deal.source; Description record.description
ExpectedRevenue deal.expected_revenue derived; TotalOpportunityQuantity deal.quantity; ForecastCategory deal.forecast derived
ForecastCategoryName deal.forecast; CampaignId deal.campaign; OwnerId record.owner; CurrencyIsoCode record.currency
IsClosed deal.is_closed derived; IsWon deal.won derived; IsPrivate deal.private; IsSplit deal.split system
ContactId person.contact_ref; PartnerAccountId partner.ref; ContractId deal.contract; Pricebook2Id deal.price_book system
Territory2Id company.territory; SyncedQuoteId deal.quote system; HasOpportunityLineItem deal.line_items derived
FiscalYear deal.fiscal derived; FiscalQuarter deal.fiscal derived; Fiscal deal.fiscal derived; PushCount deal.push derived
LastStageChangeDate deal.stage_change derived; StageSortOrder deal.stage_order system; IqScore deal.score derived
CreatedDate record.created; LastModifiedDate record.modified; SystemModstamp record.modified alternate
CreatedById record.created_by; LastModifiedById record.modified_by; IsDeleted record.deleted; RecordTypeId record.type
LastActivityDate record.last_activity; LastViewedDate record.last_viewed system; LastReferencedDate record.last_referenced system
LastAmountChangedHistoryId deal.amount_history system; LastCloseDateChangedHistoryId deal.close_date_history system

# hubspot companies
hs_object_id record.id; name company.name; domain company.domain; website company.website; phone person.phone
address address.street; address2 address.street2; city address.city; state address.state; zip address.postal
country address.country; industry company.industry; description company.description; about_us company.about
numberofemployees company.employees; annualrevenue company.revenue; lifecyclestage company.lifecycle; type company.type
hubspot_owner_id record.owner; hs_parent_company_id company.parent; founded_year company.founded; timezone person.timezone
hs_lead_status lead.status; createdate record.created; hs_createdate record.created alternate
hs_lastmodifieddate record.modified; notes_last_updated record.last_activity; notes_last_contacted record.last_contacted
hs_last_sales_activity_timestamp record.last_activity alternate; notes_next_activity_date record.next_activity
hs_additional_domains company.domains; linkedin_company_page company.linkedin; facebook_company_page company.facebook
twitterhandle company.twitter; web_technologies company.technologies; total_money_raised company.capital
total_revenue company.closed_revenue derived; is_public company.ownership; hs_logo_url company.logo
hs_created_by_user_id record.created_by; hs_updated_by_user_id record.modified_by; hubspot_team_id record.team
hs_is_target_account company.target; hs_target_account company.priority; hs_ideal_customer_profile company.icp_tier
hubspotscore lead.score derived; ownername record.owner_name derived; owneremail record.owner_email derived
hs_avatar_filemanager_key company.logo system; hs_merged_object_ids record.merged system; closedate company.became_customer
hs_pipeline company.pipeline system; hs_analytics_source deal.source; hs_unique_creation_key record.creation_key system

# hubspot contacts
hs_object_id record.id; firstname person.first_name; lastname person.last_name; email person.email; phone person.phone
mobilephone person.mobile; fax person.fax; jobtitle person.job_title; company company.name; website company.website
address address.street; city address.city; state address.state; zip address.postal; country address.country
hs_state_code address.state_code; hs_country_region_code address.country_code; salutation person.salutation
associatedcompanyid company.ref; hubspot_owner_id record.owner; lifecyclestage company.lifecycle; hs_lead_status lead.status
industry company.industry; annualrevenue company.revenue; numemployees company.employees; company_size company.employee_range
createdate record.created; hs_createdate record.created alternate; lastmodifieddate record.modified
hs_lastmodifieddate record.modified alternate; notes_last_updated record.last_activity; notes_last_contacted record.last_contacted
hs_last_sales_activity_timestamp record.last_activity alternate; hs_language person.language; hs_timezone person.timezone
hs_email_optout person.opt_out; hs_legal_basis person.consent; hs_buying_role person.buying_role; hs_role person.role derived
seniority person.seniority; hs_seniority person.seniority derived; job_function person.role; hs_persona person.persona
work_email person.email_work; hs_additional_emails person.email_secondary; date_of_birth person.birth_date; gender person.gender
hs_linkedin_url person.linkedin; linkedinbio person.linkedin alternate; photo person.photo; message lead.interest
hubspotscore lead.score derived; hs_email_domain company.domain derived; hs_full_name_or_email person.full_name derived
hs_analytics_source deal.source; hs_latest_source deal.source_latest; hs_content_membership_status person.membership system
hs_content_membership_email person.membership_email system; hs_content_membership_notes person.membership_notes system
ip_city address.ip_city system; ip_country address.ip_country system; ip_state address.ip_state system
ip_zipcode address.ip_postal system; ip_country_code address.ip_country_code system; hs_ip_timezone person.ip_timezone system
hs_calculated_phone_number person.phone derived; hs_calculated_mobile_number person.mobile derived
hs_searchable_calculated_phone_number person.phone derived; hs_searchable_calculated_mobile_number person.mobile derived
hs_whatsapp_phone_number person.whatsapp; closedate company.became_customer; ownername record.owner_name derived
owneremail record.owner_email derived; hs_created_by_user_id record.created_by; hs_updated_by_user_id record.modified_by
hs_is_contact record.is_contact system; hs_unique_creation_key record.creation_key system; hs_pipeline company.pipeline system

# hubspot deals
hs_object_id record.id; dealname deal.name; amount deal.amount; dealstage deal.stage; pipeline deal.pipeline
closedate deal.close_date; dealtype deal.type; description record.description; hubspot_owner_id record.owner
hs_next_step deal.next_step; hs_priority record.priority; createdate record.created; hs_createdate record.created alternate
hs_lastmodifieddate record.modified; notes_last_updated record.last_activity; notes_last_contacted record.last_contacted
hs_deal_stage_probability deal.probability; hs_forecast_probability deal.probability alternate
hs_forecast_amount deal.expected_revenue derived; hs_projected_amount deal.expected_revenue derived
closed_lost_reason deal.loss_reason; closed_won_reason deal.win_reason; deal_currency_code record.currency
amount_in_home_currency deal.amount derived; hs_closed_amount deal.amount derived; hs_predicted_amount deal.amount derived
hs_acv deal.acv; hs_tcv deal.tcv; hs_arr deal.recurring_annual; hs_mrr deal.recurring_monthly
hs_manual_forecast_category deal.forecast; hs_is_closed deal.is_closed derived; hs_is_closed_won deal.won derived
hs_is_closed_lost deal.lost derived; hs_closed_won_date deal.closed_at; hs_analytics_source deal.source
hs_campaign deal.campaign; hs_primary_associated_company company.ref derived; hubspot_team_id record.team
hs_created_by_user_id record.created_by; hs_updated_by_user_id record.modified_by; days_to_close deal.days derived
hs_deal_score deal.score derived; hs_exchange_rate record.exchange_rate; hs_unique_creation_key record.creation_key system
num_associated_contacts deal.contact_count derived; hs_pipeline company.pipeline system
`;
