import type { Cause } from '../causes.ts';

/**
 * Most validation errors say that a thing is in a state: "Account code '200' is not a valid code", "Select a tax rate",
 * "the vendor could not be found". Here stand the things and the states; ../find-states.ts finds which belongs to which.
 */
export const THINGS = {
  // Words that look like a thing and are none, so that the shorter names below don't find them.
  none: /(?:your|xero|quickbooks|qbo|intuit|user|bill com|zapier|stripe|this user|login|email|admin|make|google|sage|customer|merchant) accounts?\b(?! code)|accounting|account (?:manager|holder|settings|period)|vendor (?:credit|bill|invoice|payment)s?|supplier (?:invoice|bill|payment|credit)s?|customer (?:invoice|order|payment|support|service|credit)s?|contact (?:us|(?:\w{2,20} )?support|your|customer support|the|xero|intuit|quickbooks|an|a)\b|tax (?:exclusive|inclusive)|first class|class name|client (?:id|secret|error)|product (?:key|team)|taxable|items? (?:below|above|listed|in the list)|(?:sales|item based expense|account based expense|journal entry|deposit|discount|sub ?total|group|description|tax) (?:item )?(?:line )?line detail|(?:sales item|item based expense|account based expense|journal entry|deposit) (?:line )?detail|sent by the client|location of|class of|invoice(?:s)? account|in (?:the )?class/,
  figure:
    /\btax (?:amounts?|numbers?|id|file)\b|\b(?:customer|vendor|supplier|contact|client|employee|invoice|bill|payment) (?:data|information|info)\b/,
  tax: /\b(?:sales tax|tax(?: ?(?:codes?|rates?|types?|details?|treatments?|agenc(?:y|ies)|groups?|category|categories|settings?|mapping))?|vat(?: (?:codes?|rates?|types?))?|gst(?:\/hst)?(?: (?:codes?|rates?|types?))?|hst|pst|bas code)\b/,
  tracking:
    /\b(?:required tags?|tags?|classifications?|tracking(?: ?(?:category|categories|options?|details?|items?|codes?|names?))?|classe?(?:es)?(?: ref)?|klass(?:es)?|locations?|departments?(?: ref)?|depts?|divisions?|dimensions?|cost cent(?:er|re)s?|projects?|regions?|jobs?(?: code)?)\b/,
  item: /\b(?:(?:inventory|invoice|service|price list|non-?inventory|stock|bundle|sales|purchase|product) ?items?|items?(?: ?(?:codes?|refs?|id|name|number))?|products?(?: ?(?:\/|or|and|&) ?services?)?(?: ?(?:codes?|id|name))?|sku|skus|services?(?: item| code)|goods)\b/,
  account:
    /\b(?:accounts? (?:payable|receivable)|chart of accounts?|coa|(?:gl|nominal|ledger|general ledger|expense|income|bank|revenue|asset|liability|clearing|suspense|control|system|payment|deposit|default|cost)(?: gl)? (?:accounts?|codes?)|accounts?(?: ?(?:codes?|refs?|id|numbers?|names?|types?|mapping))?|gl codes?|nominal codes?|expense categor(?:y|ies)|categor(?:y|ies)|bank details)\b/,
  contact:
    /\b(?:contacts?|customers?|vendors?|suppliers?|clients?|payees?|employees?|debtors?|creditors?|merchants?|payers?|bill to)(?: ?(?:refs?|id|names?|numbers?|codes?))?\b/,
  currency: /\bcurrenc(?:y|ies)(?: code)?\b|\bexchange rate\b/,
  email: /\bemails?(?: address(?:es)?)?\b/,
  payment: /\b(?:bill ?payments?|payments?|prepayments?|refunds?)\b/,
  document:
    /\b(?:invoices?|bills?|credit (?:notes?|memos?)|purchase orders?|sales receipts?|journals?|journal entr(?:y|ies)|transactions?|documents?|estimates?|quotes?|expense reports?|bank transactions?|orders?|submissions?|receipts?)\b/,
  field:
    /\b(?:(?:due |invoice )?dates?|descriptions?|quantit(?:y|ies)|qty|amounts?|unit (?:price|amount)|prices?|line items?|lines?|length|address(?:es)?|phone|post ?code|zip|fields?|param(?:eter)?s?|property|properties|terms?|references?|numbers?|values?|names?|attachments?|files?|id|ids|type|types|code|codes|details?|data|status)\b/,
} as const;

export type Thing = keyof typeof THINGS;

/** A thing that is named or needed and isn't there, or isn't right. */
export const MISSING: Partial<Record<Thing, { cause: Cause; strength: number }>> = {
  tax: { cause: 'missing_tax_mapping', strength: 2.5 },
  tracking: { cause: 'missing_tracking_mapping', strength: 2.5 },
  item: { cause: 'missing_item_mapping', strength: 2.5 },
  account: { cause: 'missing_account_mapping', strength: 2.5 },
  contact: { cause: 'missing_contact_mapping', strength: 2.5 },
  currency: { cause: 'currency', strength: 2.5 },
  email: { cause: 'contact_mismatch', strength: 2.5 },
  figure: { cause: 'invalid_data', strength: 2 },
  field: { cause: 'invalid_data', strength: 1.5 },
};

/** Words that say of the thing after them that it is missing or wrong: "select a …", "unknown …", "has no …". */
export const STATE_BEFORE =
  /\b(?:(?:is|are) missing (?:an?|the|its|their|any)|mismatch(?:ed)? (?:between|of|in)(?: the)?|missing|invalid|incorrect|unknown|unrecognized|unmapped|undefined|nonexistent|unsupported|wrong|improper|inappropriate|no(?: (?:default|valid|matching|such|corresponding|mapped|active|suitable))?|without (?:an?|the|any)?|select|choose|specify|pick|map|assign|supply|provide|enter|needs?|requires?|lacks?|no (?:\w{2,12} )?(?:mapping|match|equivalent|counterpart) (?:set |found |exists |defined )?for(?: the| this| that)?|must (?:have|include|contain|specify|select|choose|set|provide|supply)|(?:do|does|did) not (?:have|contain|include|specify|find|recognize)|has no|have no|not (?:mapped|linked|assigned|matched|associated|set up) (?:to|with)|(?:unable|failed) to (?:fetch|retrieve|load|apply|use|find|locate|match|map|resolve|identify|determine|create|get)|(?:cannot|could not|not) (?:find|locate|match|map|resolve|identify|determine|create|be matched to)|not (?:an? )?valid|valid|specified|required)\b/g;

/** Words that say it of the thing before them: "… is not valid", "… could not be found", "… must be specified". */
export const STATE_AFTER =
  /\b(?:(?:is|are|was|were|be|been|seems|appears|being) (?:not (?:an? )?(?:valid|found|mapped|set|specified|provided|supplied|selected|configured|recognized|available|supported|allowed|permitted|enabled|defined|linked|assigned|correct|known|in|associated|applicable|compatible|present|accepted|the|one|matched|registered|populated|filled|entered|listed|created|synced)|n[o']t|invalid|incorrect|unknown|missing(?! (?:an?|the|its|their|any|required|some)\b)|required|mandatory|blank|empty|unmapped|undefined|null|wrong|unavailable|no longer|not)|must (?:be|have|match|exist)|should (?:be|exist|have)|needs? to be|(?:cannot|could not|can not|may not|must not|should not) be (?:blank|empty|null|used|found|applied|selected|assigned|posted|located|matched|determined|created|resolved|identified|mapped|changed|set|recognized|updated|combined|verified)|(?:does|do|did) not (?:exist|match|appear|belong|correspond|support|allow|map|align)|not (?:found|mapped|selected|specified|provided|supplied|set|configured|recognized|defined|exist|valid|matched|linked|assigned|available|allowed|supported|permitted|existing|present)|(?:has|have) not (?:yet )?been (?:mapped|set|selected|found|specified|assigned|configured|linked|chosen|defined)|no longer (?:exists?|valid|available|found)|is no longer|mismatch|required|missing(?! (?:an?|the|its|their|any|required|some)\b)|invalid|incorrect|unknown(?! (?:\w{2,12} )?(?:error|exception|problem|issue|fault|reason|failure)\b)|not in|cannot find|ungultig|fehlt|introuvable|invalid[oae])\b/g;
