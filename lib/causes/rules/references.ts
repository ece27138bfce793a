import type { RuleFamily } from './rule.ts';

/** What a document points at in the ledger, where a sentence says more than which thing is in what state (see states.ts). */
export const REFERENCES: RuleFamily = {
  name: 'references',
  rules: [
    {
      // What somebody chose once and is not there any more was taken away in the ledger; documents have a rule of their own.
      cause: 'inactive_reference',
      words:
        /\b(?:chosen|selected|mapped|configured|saved|default|assigned|stored) (?:\w{2,14} ){1,4}(?:no longer exists?|does not exist any ?more|is gone|(?:was|has been|have been|has since been) (?:deleted|removed|renamed|merged|retired))\b|\b(?:account|customer|vendor|supplier|contact|item|product|class|location|department|tax rate|tax code|employee|calendar)s?\b[^.]{0,50}\b(?:mapped|linked|assigned|pointed|matched|set) to (?:it )?(?:no longer exists?|(?:was|has been) (?:deleted|removed|merged))\b|\b(?:deleted|archived|removed|deactivated|merged|renamed) or (?:deleted|archived|removed|deactivated|merged|renamed|inactivated) (?:the|this|that|its) (?:account|customer|vendor|supplier|contact|item|product|class|location|department|tax|employee)/,
      unless:
        /(?:chosen|selected|mapped|saved|assigned|stored) (?:\w{2,14} ){0,3}(?:invoice|bill|transaction|payment|record|document|quote|journal|credit|order|token|connection|company|organization|category)s? /,
      strength: 5,
      examples: [
        'The selected earnings rate no longer exists in Xero Payroll',
        'The configured payment terms were saved, but the chosen branding theme has been removed',
        'The item this line is linked to was deleted',
        'Somebody archived or renamed the supplier',
      ],
    },
    {
      // What the ledger holds but has put away is told by its state, whatever else the sentence asks of it.
      cause: 'inactive_reference',
      words:
        /\b(?:accounts?|customers?|vendors?|suppliers?|contacts?|payees?|items?|products?|services?|tax|rates?|codes?|class(?:es)?|locations?|departments?|categor(?:y|ies)|options?|employees?|projects?)\b[^.]{0,60}\b(?:must|should|needs? to|has to|have to) (?:all |both |still |also )?be (?:an? |set (?:to |as )?|marked (?:as )?)?['"]?(?:active|unarchived|reactivated|restored)\b|\b(?:status|state|marked|flagged|set|currently|still|now)\b[^.]{0,12} ['"]?(?:archived|inactive|deactivated)\b|\b(?:only|not an?|requires? an?|needs? an?) active (?:account|customer|vendor|supplier|contact|item|product|tax|class|location|department|category|tracking|employee|project|option)/,
      unless:
        /subscription|trial|\bplan\b|connection|token|\buser|licen[cs]e|membership|organization (?:is|must)|company (?:is|must)|invoice (?:is|status)|bill (?:is|status)|no active/,
      strength: 5,
      examples: [
        'The tax rate on line 2 must be active',
        'GST on imports has the status ARCHIVED; the tax type is required to be in use',
        'A supplier has to be set to active before bills can be sent',
        'An income account is required, but 4000 is marked as inactive',
      ],
    },
    {
      cause: 'inactive_reference',
      words:
        /made inactive|status[^.]{0,12}archived|deleted or (?:made )?inactive|(?:is|are|was|were|been|marked|set|set as|set to|currently|now) (?:as )?(?:inactive|archived|deactivated|deleted or (?:inactive|archived)|not active|disabled in)|(?:has|have|had) (?:since )?been (?:archived|deactivated|disabled|inactivated|made inactive)|(?:inactive|archived|deactivated|disabled|deleted) (?:account|customer|vendor|supplier|contact|item|product|tax|class|location|department|tracking|employee|category|gl|reference|project|or deleted|or archived|entity|list)|unarchive|no longer active|no longer in (?:xero|quickbooks|qbo|your)|not (?:an )?active (?:account|customer|vendor|supplier|contact|item|tax|class|employee|tracking)|(?:account|customer|vendor|supplier|contact|item|product|tax code|tax rate|class|location|department|category|tracking option|tracking category)[^.]{0,70}(?:has been |was |is |have been |been )(?:deleted|merged|removed|inactive|inactivated|archived|not active)|inactiv[oae]s?\b|archivad[oa]|archive[e]? (?:dans|et)|deaktiviert|archiviert/,
      unless:
        /subscription|trial|connection|token|payment (?:or|and)|companys? (?:is )?inactive|currency|email|did not match a known active|across all active|(?:transaction|bill|invoice) has been deleted(?! or)/,
      strength: 4,
      examples: [
        "Account code '200' has been archived, or has been deleted. Each line item must reference a valid account",
        "Invalid Reference Id : Something you're trying to use has been made inactive.",
        'Customer is inactive',
        'The vendor has been merged',
        'The tax rate is inactive',
      ],
    },
    {
      cause: 'inactive_reference',
      words:
        /(?:deleted|archived|deactivated|inactivated) (?:the|this|its|an?|that) (?:contact|customer|vendor|supplier|client|account|item|product|class|location|tax (?:code|rate)|employee)|(?:vendor|account|customer|supplier|contact|item|class|location|tax code|category|employee)s? (?:referenced|used|associated|listed|linked|selected)[^.]{0,40}(?:has been|have been|is|was|are|were) (?:deleted|archived|deactivated|made inactive|inactive|removed)/,
      unless: /before you|cannot (?:be )?delet/,
      strength: 4,
      examples: [
        'The customer cannot sync because a user deleted the contact from QuickBooks',
        'Vendor, account, customer, item, class or location referenced in this bill has been deleted in QuickBooks Online',
      ],
    },
    {
      cause: 'currency',
      words:
        /currency (?:is|of)\b|multicurren|(?:exchange|currency|conversion) rate[^.]{0,60}|subscribed to currency|(?:foreign|home|base|same|different|another|functional|local|invalid|unsupported|unknown) currenc|currenc(?:y|ies)[^.]{0,60}(?:not|mismatch|match|must|differ|invalid|unsupported|enabled|required|cannot|does|other than|same|only|of the|missing|has|already)|(?:not|must|cannot|no|wrong|mismatch|differ\w{0,4}|match|enable|add|set up|incorrect|only|different|the|requested)[^.]{0,40}currenc|one currency|(?:moneda|divisa)|devise|wahrung|requested value ['"]?[a-z]{3}['"]? was not found/,
      unless: /currently|account currency balance/,
      strength: 4,
      examples: [
        'Organisation is not subscribed to currency UAH',
        'Transactions can have only one foreign currency at a time',
        'The currency of the transaction must be the same as the customer currency',
        'Multicurrency is not enabled',
        "Requested value 'TRY' was not found.",
        'La devise du fournisseur ne correspond pas',
      ],
    },
    {
      cause: 'contact_mismatch',
      words:
        /(?:two|multiple|several|more than one) (?:records?|entries|matches|people)[^.]{0,40}(?:similar|same|matching|this) (?:name|email)/,
      strength: 3,
      examples: ['Two records exist in QuickBooks with similar names'],
    },
    {
      cause: 'contact_mismatch',
      words:
        /exists? but (?:it )?(?:cannot|could not|does not|did not|is not)[^.]{0,20}match|\bunder (?:a different|another) (?:email|name|record type)|type of name[^.]{0,90}(?:wrong|invalid|incorrect)|(?:duplicate|conflicting) (?:or \w{1,12} )?email/,
      unless: /currenc/,
      strength: 4,
      examples: [
        'A vendor already exists but cannot be matched to the report submitter.',
        'The type of name assigned to this transaction (customer, vendor or employee) is wrong',
        'A vendor cannot be found due to duplicate or conflicting email records.',
      ],
    },
    {
      cause: 'contact_mismatch',
      words:
        /email[^.]{0,60}(?:must be|invalid|not valid|not (?:a )?(?:properly|correct|valid)|required|format|missing|does not|rfc|too long|not conform|empty|incorrect|not supported|malformed|no email|special)|(?:invalid|incorrect|missing|malformed|no|valid|bad) email|no email address|(?:vendor|customer|supplier|contact|client|payee)[^.]{0,60}(?:do(?:es)? not match|did not match|mismatch|is different|differs?\b|not the same|must be the same|must match|is not the (?:same|one))[^.]{0,60}|(?:different|another|other|wrong|not the same|mismatched|same) (?:customer|vendor|supplier|contact|client|payee)s?[^.]{0,50}\b(?:than|from|on|from the|linked|invoice|bill|payment|transaction)\b|belongs? to (?:another|a different) (?:customer|vendor|supplier|contact)|(?:customer|vendor|supplier|contact)[^.]{0,20}merge|(?:more than one|multiple|two(?: or more)?|several|duplicate) (?:matching )?(?:contact|customer|vendor|supplier|client|employee)s?[^.]{0,40}|(?:match|differs? from) (?:this|the) (?:vendor|customer|supplier|contact)|correo electronico|adresse (?:email|electronique|courriel)|courriel|email-adresse/,
      unless:
        /has this|linked to another|currenc|email (?:us|support|to)|contact (?:us|support|your|the|xero|intuit|quickbooks)|tax (?:code|rate)|already exists|duplicate|another (?:customer|vendor), (?:vendor|customer)|(?:already )?(?:using|use) this name|sign|account with this email|log ?in|element id|known active|a different name|must be unique/,
      strength: 3,
      examples: [
        'Email address must be valid.',
        'Additional people cannot be added when the primary person has no email address set.',
        'The vendor on one of bills paid in this transaction does not match the vendor on that bill in QBO.',
        'Email Address does not conform to the syntax rules of RFC 822',
        'The customer on the payment is different from the customer on the invoice',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /project must be a subcustomer|sub-? ?accounts?[^.]{0,40}(?:parent|same)|sub ?customer[^.]{0,30}(?:must|billed|cannot|parent)/,
      strength: 4,
      examples: [
        'Business Validation Error: A project must be a subcustomer billed to its parent.',
        'For subaccounts, you must select the same account type as their parent.',
      ],
    },
    {
      cause: 'missing_contact_mapping',
      words:
        /invalid reference id[^\n]{0,80}(?:customer|vendor|entity|payee) ref|names? element id|must contain at least 1 of|choose a (?:vendor|customer|supplier) in the name|(?:customer|vendor|entity|payee) ref\b[^.]{0,40}(?:required|missing|invalid|not)|requires an? (?:customer|vendor|supplier|contact|payee|client)\b|(?:customer|vendor|supplier|contact)[^.]{0,30}(?:could not be created|was not created|not created|failed to (?:create|be created))|(?:cliente|proveedor|contacto|fournisseur|kunde|lieferant|kontakt)[^.]{0,40}(?:no (?:se|esta|es|ha|existe|fue|hay|encontrad|valid)|inval|falta|introuvable|manqu|n est pas|n existe pas|non (?:valide|trouve)|nicht|fehlt|ungultig|obligat)/,
      unless: /tax|currency|email/,
      strength: 3,
      examples: [
        'Invalid Reference Id : Names element id 12 not found',
        'When you use Accounts Payable, you must choose a vendor in the Name field.',
        'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
        'Customer not found or could not be created in QBO',
        'Requires A Customer',
        'Kunde nicht gefunden',
        'Proveedor no encontrado',
      ],
    },
    {
      // Wrappers begin so, and the reason follows.
      cause: 'missing_contact_mapping',
      words:
        /(?:failed|unable|could not) to (?:create|sync|add|find) (?:the |an? )?(?:customer|vendor|supplier|contact|client)/,
      strength: 2,
      examples: ['Failed to create customer'],
    },
    {
      cause: 'missing_tax_mapping',
      words:
        /\btax(?:es)?\b[^.]{0,12}(?:\bdisabled|turned off|switched off|not (?:enabled|turned on))|mismatched tax|invalid reference id[^\n]{0,80}tax (?:code|rate)|(?:make sure|ensure|must have|needs? to have|should have|each|every|all)[^.]{0,60}(?:tax|vat|gst|hst|pst)(?:\/hst)?\b[^.]{0,20}(?:rate|code|type|treatment)?|tax exempt|calculating tax|tax (?:calculation|could not be calculated)|(?:calculate|determine|compute)[^.]{0,20}tax|txn ?tax ?(?:code|detail)|tax ?code ?ref|tax (?:agency|agencies)|(?:impuesto|iva|tva|mwst|mehrwertsteuer|umsatzsteuer|steuer(?:code|satz|schlussel|kennzeichen)?|taxe)s?\b[^.]{0,50}(?:no |non |n est pas|nicht |inval|manqu|falta|fehlt|incorrect|obligat|ungultig)|(?:codigo de impuesto|code (?:de )?(?:taxe|tva)|taux de (?:taxe|tva))/,
      unless: /tax amount|tax (?:number|id|file)|greater than/,
      strength: 3,
      examples: [
        'Make sure all your transactions have a GST/HST rate before you save.',
        'Something went wrong when calculating tax',
        'Invalid TaxCodeRef',
        'Steuercode ungültig',
        'Le taux de TVA est manquant',
      ],
    },
    {
      cause: 'missing_item_mapping',
      words:
        /invalid reference id[^\n]{0,80}(?:item ref|product)|categories cannot be used|line items?[^.]{0,60}(?:does not exist|do not exist|not found|no match|not mapped)|items? element id|item ?ref\b[^.]{0,40}(?:required|missing|invalid|not)|(?:articulo|producto|article|produit|artikel|produkt)[^.]{0,40}(?:no (?:se|esta|es|ha|existe|fue|hay|encontrad|valid)|inval|falta|introuvable|manqu|n est pas|n existe pas|non (?:valide|trouve)|nicht|fehlt|ungultig|obligat)/,
      unless: /item ?ref or account|required property|json|propert(?:y|ies) ['"]|deleted|inactive|archived/,
      strength: 4,
      examples: [
        'Invalid Reference Id : Categories cannot be used in transactions.',
        'Items element id 41 not found',
        'Artikel nicht gefunden',
      ],
    },
    {
      cause: 'missing_tracking_mapping',
      words:
        /invalid reference id[^\n]{0,80}(?:class|department|location) ref|k?lass(?:es)? element id|dep(?:t|artment)s? element id|unknown tracking|tracking (?:category|categories|option|details?|item|name)s?[^.]{0,60}(?:did not|does not|do not|not|invalid|unknown|missing|required|mandatory|must|cannot|no longer|deleted|limit|exceed)|(?:invalid|unknown|missing|no|required|unmapped) tracking|class(?:es)? (?:and|or) locations?[^.]{0,40}|(?:class|department|location) tracking[^.]{0,40}/,
      strength: 4,
      examples: [
        'Unknown tracking details. A Tracking Category did not match a known active Tracking Category.',
        'Invalid Reference Id : Klasses element id 5000000000000142240 not found',
        'The tracking category Region - Sales entered for this credit note plan/addon is invalid',
        'Depts element id 9 not found',
      ],
    },
    {
      // NetSuite's words: the value is wrong, and the field says what it should have pointed at.
      cause: 'missing_tracking_mapping',
      words:
        /\bfield(?: value)?\b[^\n]{0,60}\bfield ?:? ?['"]?(?:class|location|department|project|region|cost center)\b/,
      strength: 4,
      examples: ["Invalid field value 'North' for the following field: location"],
    },
    {
      cause: 'missing_account_mapping',
      words: /\bfield(?: value)?\b[^\n]{0,60}\bfield ?:? ?['"]?(?:account|category|expense account|ap account)\b/,
      strength: 4,
      examples: ["Invalid field value '6100' for the following field: account"],
    },
    {
      cause: 'missing_contact_mapping',
      words: /\bfield(?: value)?\b[^\n]{0,60}\bfield ?:? ?['"]?(?:entity|vendor|customer|employee|payee)\b/,
      strength: 4,
      examples: ["Invalid field value '-5' for the following field: entity"],
    },
    {
      cause: 'missing_item_mapping',
      words:
        /\b(?:select|choose|pick|assign|map) an? (?:(?:active|valid|different|matching) )?(?:service|product|item|non-?inventory)\b(?! (?:account|type|date|location))/,
      strength: 4,
      examples: ['Choose an active product that has an income account'],
    },
    {
      cause: 'missing_account_mapping',
      words:
        /item ?ref or account ?ref|(?:mapped|linked|matched|assigned|categorized) (?:to|with) (?:an? |any |the )?(?:xero|quickbooks|qbo|gl|ledger|valid|bank) (?:\w{1,10} )?account|(?:not |un)(?:been )?categori[sz]ed|accounts? element id|invalid reference id[^\n]{0,80}account ref|(?:this|an?|the) (?:\w{1,14} ){0,3}account (?:type )?(?:cannot|may not|is not|not) (?:be )?(?:used|allowed|valid|permitted|supported|selected|posted)|account type|\b(?:select|choose|specify|set|assign|map|pick|enter|provide|needs?|requires?|missing|no|without|invalid|incorrect)\b[^.]{0,40}(?:accounts? (?:payable|receivable)|(?:bank|income|expense|asset|clearing|revenue|cogs|sales|liability|payment|deposit|default|credit card|posting|gl|ledger|nominal|undeposited funds) account)|(?:accounts? (?:payable|receivable)|(?:bank|income|expense|asset|clearing|revenue|liability|gl|ledger|nominal) (?:account|code)s?)[^.]{0,50}(?:required|missing|not|invalid|must|cannot|does|do not|could not|no longer|incorrect|empty|blank)|(?:cuenta|compte|konto|sachkonto)[^.]{0,60}(?:no (?:se|esta|es|ha|existe|fue|hay|encontrad|valid)|inval|falta|introuvable|manqu|n est pas|n existe pas|non (?:valide|trouve)|nicht|fehlt|ungultig|obligat)/,
      unless:
        /(?:specify|choose|select|enter) an? (?:vendor|customer|supplier|contact)|inactive|archived|tax (?:type|code|rate)|vendor in the name|customer in the name|subscription|plan|currenc|account type of user/,
      strength: 3,
      examples: [
        'Invalid Reference Id : Accounts element id 76 not found',
        'You cannot save this transaction using an inventory account type',
        'The specified bank account details do not match a known bank account',
        'Item X has an incorrect inventory asset account specified.',
        'Invalid account type used',
        'La cuenta no es válida',
        'Konto nicht gefunden',
      ],
    },
  ],
};
