/** What fields of deals, registrations and leads are about. Format: concepts-company.ts. */
export const salesConcepts = `
deal.name: deal name, opportunity name, deal/name, deal title, deal/title, project name, project title, opportunity title, deal/project, registration/deal, registration/name, registration/title, registration name, subject, project, deal/subject, partner project title, opportunity label, name opportunity, name deal, sale opportunity name, registration deal name
deal.ref: deal id, opportunity id, opportunity lookup, converted opportunity id, related opportunity, linked opportunity, deal, opportunity, linked deal, associated deal
deal.amount: amount, deal amount, deal value, deal size, opportunity amount, opportunity value, deal/value, total amount, deal/total, expected amount, contract value, expected deal value, estimated value, order value, total value, sales amount, budget amount, expected value, deal/revenue, potential value, volume, software value, registration/value, expected deal size, amount estimate, expected revenue amount, opportunity size, net amount, sale value, expected contract value, deal worth, registration value, value estimate
deal.expected_revenue: expected revenue, weighted amount, weighted revenue, forecast amount, weighted value
deal.recurring_monthly: monthly recurring revenue, expected monthly revenue
deal.recurring_annual: annual recurring revenue, current annual recurring revenue, recurring yearly, yearly recurring, recurring revenue year
deal.acv: annual contract value
deal.tcv: total contract value, contract total, total deal value contract, total contract amount
deal.probability: probability, win probability, deal probability, probability percent, close probability, forecast probability, deal stage probability, chance, chance to win, success probability, confidence, deal/likelihood, win chance, chance of winning, win rate, win percent, deal confidence, closing probability
deal.stage: stage, deal stage, opportunity stage, sales stage, stage name, deal/stage, deal status, opportunity status, sales phase, pipeline stage, deal/status, sale status, deal/phase, sale stage name, current stage, stage opportunity, stage deal
deal.pipeline: pipeline, deal pipeline, sales pipeline, sales process, deal/pipeline, pipeline name, sale process name, process, sale motion, deal process, funnel
deal.close_date: close date, expected close date, target close date, closing date, deal/close, planned close date, expected closing date, close, expected decision date, target date, expected signature, expected purchase date, closing, projected close date, order date expected, signature date expected, target signature date, estimated close, expected to close, target close, close date estimate, forecast close date, deadline close, date close, closing date expected, planned signature
deal.closed_at: closed date, actual close date, date closed, won date, closed won date, deal closed date, closed, closed time, actual closing date, closed date actual, won or lost date, date won, date closed actual, outcome date
deal.won: is won, won, is closed won
deal.is_closed: is closed, is deal closed, closed flag
deal.lost: is closed lost, is lost
deal.type: deal type, opportunity type, deal/type, deal/business type, new or existing business, sale type, kind of deal, type of business, sale type name, deal category, opportunity category, type opportunity
deal.next_step: next step, next action, deal/next step, follow up, to do, next task, follow up action, next activity description, next milestone, upcoming step
deal.next_step_history: next step history
deal.source: lead source, deal source, opportunity source, source, referral source, lead origin, acquisition channel, how did you hear, marketing source, lead channel, deal/origin, original source, traffic source, original traffic source, lead/source, inquiry source, source channel, source lead, lead origin channel
deal.campaign: campaign, campaign name, campaign id, campaign code, campaign source, marketing campaign
deal.campaign_medium: campaign medium
deal.loss_reason: loss reason, lost reason, closed lost reason, reason lost, reason for loss, closed reason, why lost, reason closed lost, lost because, deal/reason lost, loss description, loss cause, lost deal reason, reason deal lost, reason for losing, cause of loss
deal.win_reason: win reason, closed won reason, won reason, why won, reason won, reason for win
deal.competitor: competitor, competitor name, main competitor, incumbent vendor, incumbent, competing vendor, primary competitor, rival vendor, competitor main, competing product, incumbent provider, competing vendor name, competitor involved
deal.competitor_other: other competitor, other competitor name, competitor other
deal.forecast: forecast category, forecast bucket, forecast status, forecast type
deal.products: product, product interest, product of interest, product name, product line, deal product, deal/product, registration/product, products interested, solution, item, interested product, product offered in deal, offered product, product involved, product of deal, product family, product sold list, involved product, product affected, product concerned, quoted product, solution interest, product line interest
deal.quantity: quantity, number seat, seat, number of seats, number license, number user, user count
deal.quote: quote id, quote
deal.price_book: price book, price book id
deal.contract: contract id, contract
deal.private: private, is private
deal.split: opportunity split, deal split
deal.discovery: discovery completed
deal.budget: budget, budget confirmed
deal.decision_date: decision date, customer decision date
deal.margin: margin, gross margin
deal.fiscal: fiscal year, fiscal quarter, fiscal period, fiscal
deal.push: push count, times pushed
deal.stage_change: last stage change, last stage change date, stage change date, stage entered date
deal.line_items: has line item, opportunity line item
deal.days: day to close
deal.delivery_model: delivery model, procurement type, license model, consumption model
deal.use_case: use case, customer use case, workload
deal.problem: customer business problem, business problem, pain point, customer need, customer pain, project description, opportunity description, deal description, requirement, deal/description
deal.contact_email: deal/contact email, deal/customer email, customer contact email, end customer email, sponsor mail, customer sponsor email
deal.partner_ae: partner account executive, partner sale representative, partner sale contact, partner seller
deal.order_number: order number, order reference, purchase order number, po number, customer purchase order number, customer po, purchase order, po reference
deal.sales_activities: sale activity
deal.ownership: opportunity ownership
registration.ref: deal registration, deal registration id, registration, registration id, deal registration reference, registration reference, registration lookup
registration.number: registration number, registration no, deal registration number, referral registration number
registration.status: registration status, registration state, deal registration status, registration/status, registration approval status, deal reg status, referral state, approval status, review status, validation status, partner acceptance status, deal registration state, approval state, registration decision, deal registration approval, registration stage, registration approval, claim status
registration.submitted: submitted, submitted date, submission date, registration date, date submitted, registered date, registered on, submit date, deal registration date, registration submitted, registration submitted date, date registered, registration submission date, received date, received, registration received, claim date, date received, registered, submitted on date
registration.decided: decided date, decision made date, approved date, approval date, date approved, registration approved date
registration.decide_by: decide by, decision due, decision due date, review by, review due date, response due, decision deadline, answer due, answer by, answer due date, decision by, due date decision, review deadline, sla due date, approval due date
registration.approved_by: approved by, approver, reviewed by, reviewer
registration.expires: expiry date, registration expiry date, valid until, registration valid until, expiry, protected until, protection end, registration expiry, deal protection end, protection end date, protection expiry, registration end date, exclusivity end, deal registration expiry date, deal registration expiry, protection until, exclusivity end date, protection until date, registration ends, registration valid to, deal protection until, protection period end, exclusive until
registration.reason: reviewer comment, validation comment, reviewer note, rejection reason, decline reason, outcome reason, reason for rejection, denial reason, review reason, status reason, validation reason, registration rejection reason, decision reason, approval comment, review comment, denial explanation, denial reason text, result explanation, decision explanation, decision note, decision comment, reject reason, deny reason, rejection note, rejection comment, reason rejected, reason decline
registration.reason_code: outcome reason code, rejection code, reason code, result code, decision code, decision reason code, denial code, outcome code, rejection reason code
registration.waiting_on: waiting on, pending with, waiting for, waiting for whom, next responsible party, pending on, action owner, action required by
registration.conflict: conflict, conflict status, channel conflict, duplicate check, conflict state, duplicate status, duplicate found, conflict result, conflict flag, deal conflict
registration.outcome: crm outcome
lead.status: lead status, lead state, lead/status, lead stage, lead/stage, status, qualification status, lead disposition, referral status, qualification state, follow up status, handover state, lead progress, status of lead, partner lead status, referral stage
lead.interest: interest, topic of interest, topic, interested in, area of interest, lead/interest, product interest lead, interest area, lead/topic, inquiry, lead/description, lead/message, request detail, message, inquiry text, enquiry, enquiry text, request, request text, customer interest, interest text, interest topic
lead.rating: lead rating, lead/rating, lead grade, fit grade, temperature
lead.score: lead score, lead/score, hubspot score, predictive lead score, max lead score
lead.converted: converted, is converted
lead.converted_date: converted date, conversion date
lead.converted_account: converted account id, converted account
lead.converted_contact: converted contact id, converted contact
lead.disqualified: disqualified reason, disqualification reason, unqualified reason
lead.accept_by: accept by, acceptance deadline, respond by, response deadline, acceptance due date, accept until, accept by date, partner response due, acceptance due, reply deadline, response required by, acceptance date deadline, accept deadline, acceptance until, respond until, must accept by, deadline acceptance
lead.unread: unread by owner
lead.first_touch: first touch, first page seen
lead.purchase_window: purchase window, buying time frame, timeline, purchase timeframe
deal.term: contract term, term month, contract term month, subscription term, term length, contract length, contract month, contract duration, duration month
deal.influence: partner influence, influence type, partner involvement, partner contribution, influence
`;
