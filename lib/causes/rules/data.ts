import type { RuleFamily } from './rule.ts';

/** Fields that the ledger refuses for their form: length, characters, dates, numbers, syntax. */
export const DATA: RuleFamily = {
  name: 'data',
  rules: [
    {
      // A program's own words for a record whose part is missing or of another shape.
      cause: 'invalid_data',
      words:
        /\b(?:array|object|dictionary|payload|hash|row|record|line|body|input)\b[^.]{0,24}\b(?:has|have|with|contains?|lacks?|missing|without)\b[^.]{0,12}\b(?:no|not|a|the)? ?(?:key|property|attribute|element|member|field|index)s?\b|\bkey ['"]?[\w ]{1,30}['"]? (?:is |was )?(?:missing|not found|absent|not present)\b[^.]{0,20}\b(?:array|object|payload|body|input|row)\b/,
      unless: /none ?type|undefined|null|primary key|api key|lock|currenc|tax|account|customer|vendor/,
      strength: 3,
      examples: [
        "The array has no key 'Amount' when building the line",
        'Object lacks the property DueDate',
        'Key "Qty" is missing in the payload',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /(?:size|batch)[^.]{0,30}(?:exceeds?|too big|too large|limit)|(?:longer|more|greater|fewer|less) than (?:the )?(?:maximum (?:of )?|max )?\d{1,6} ?(?:characters?|chars?|digits?|bytes|letters)|(?:exceed|over|maximum|max|limit)[^.]{0,40}(?:length|characters?|chars|digits|size)|(?:character|length|size) limit|(?:characters?|length|string|text|value|field|name|description|memo|address|number|reference)[^.]{0,40}(?:too (?:long|short|large|many)|exceed|maximum|limit of \d|supported length)|too (?:long|many characters)|string length|(?:invalid|incorrect|wrong|illegal|unsupported|special|unexpected|disallowed|prohibited) (?:or unsupported )?(?:xml )?(?:characters?|symbols?)\b|characters? (?:is |are )?(?:not (?:allowed|supported|permitted|valid)|invalid)|characters?[^.]{0,24}(?:does|do|will|can) ?not (?:support|allow|accept|store|permit|take)/,
      strength: 3,
      examples: [
        'Price List Item Code must not be more than 30 characters long.',
        'String length specified does not match the supported length. Min:0 Max:1,000 supported. Supplied length:1,001',
        'Description is too long',
        'The address contains invalid characters',
        'The memo has characters that Xero does not accept',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /unsupported (?:property|operation|content)|(?:invalid|malformed|bad|unparsable|not valid|illegal) (?:json|xml|payload|body|syntax|request body|url|uri|query|content)|(?:json|xml|payload|body|query)[^.]{0,30}(?:invalid|malformed|pars|not valid|could not be read|syntax|deseriali)|deseriali|pars(?:e|er|ing) ?(?:error|query|json|xml)|failed to parse|pars(?:e|ing) [^.]{0,24}\b(?:json|xml)\b|could not (?:be )?parse|unexpected (?:token|character|end of)|query ?parser ?error|unrecognized (?:field|property|token)|not well[- ]formed|can not instanti|cannot (?:be )?convert|could not (?:be )?convert|input string was not|object reference not set|null (?:value|reference|pointer)|cannot be null|must not be null|schema|content type/,
      strength: 3,
      examples: [
        'failed to parse json object; a property specified is unsupported or invalid',
        'QueryParserError: Invalid query',
        'Request has invalid or unsupported property',
        'JSON for post data was invalid',
        'Unexpected token < in JSON at position 0',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /(?:sufficient|insufficient|enough|negative) (?:quantit(?:y|ies)|stock|inventory|qty)|quantity (?:on hand|available)|out of stock|stock (?:level|on hand)|(?:one or more|at least (?:one|1)|no|without|missing) line items?\b[^.]{0,12}(?:must|is|are|have|need|required|specified|provided|supplied|found|present)|must follow[^.]{0,40}(?:system|format|pattern|scheme|convention)|cannot have (?:sub|child|parent|nested)|(?:required )?propert(?:y|ies) ['"]?[a-z ]{2,40}['"]? (?:was |is |were )?(?:not found|missing|required)|must (?:provide|supply|specify|include|pass)[^.]{0,60}\bparam|must be specified (?:with|when|if)\b|must (?:provide|supply|specify|include|pass) [a-z ,]{0,40}\bid or\b|(?:not (?:have|in|use|match)|incorrect|invalid|wrong) (?:the |a |an )?(?:correct|valid|right|proper|expected|required)? ?format/,
      unless: /categor(?:y|ies) (?:not|cannot)|email|currenc|lock date|could not be read from/,
      strength: 3,
      examples: [
        'Items of type Inventory must have sufficient quantity on hand for this sale',
        'One or more line items must be specified',
        "JSON input was invalid: Required property 'LineItems' not found",
        'Account numbers must follow the plan compatible numbering system.',
        'Accounts with detail type Opening Balance Equity cannot have sub-accounts.',
        'Must provide account_id or account_code, and invoice_id parameters.',
        'Account.OpenBalanceDate must be specified with Account.OpenBalance',
        'Web Site URL does not have the correct format.',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /(?:not able|unable|failed|could not|cannot|did not)(?: to)? (?:be )?(?:publish|upload|attach|sync|send|add|export)\w{0,3} (?:the |an? |this |your )?(?:image|attachment|file|pdf|receipt|photo|scan)|attachable|not a (?:valid|known|supported) [^.]{0,20}\b(?:object|entity|type|field|operation)\b|deprecated|\benter an? (?:valid )?(?:bill |invoice |document |reference |check )?(?:number|date|amount|description|quantity)\b|(?:payment |credit )?terms?\b[^.]{0,24}(?:not (?:supported|allowed|available|recognized)|unsupported|do not match)/,
      strength: 2,
      examples: [
        'Sorry, we were not able to publish the image for this item',
        'The entity reference type is unsupported for Attachable',
        'Payment Term "Net 45" is Not Supported',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /bad arguments? passed|unrecognized (?:field|property)|invalid or unsupported property|not marked as ignorable/,
      strength: 4,
      examples: [
        'Property Name:Unrecognized field "Amount" (class com.intuit.schema.finance.v3.SalesItemLineDetail), not marked as ignorable (18 known properties: "ItemRef", "TaxCodeRef"])',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /(?:quantity|quantities|qty|unit (?:price|amount|cost)|hours|percent\w{0,4}|discount)[^.]{0,60}(?:must|invalid|cannot|not|required|missing|negative|less than|greater than|too many|exceed)|(?:due |invoice |bill |document |issue |payment |transaction |txn |expiry |start |end )?date\b[^.]{0,50}(?:invalid|not (?:a )?valid|not recognized|required|missing|format|must|mandatory|cannot be (?:empty|blank|null|in the future|later|earlier|before|after)|future|out of range|not specified|not supplied|too)|(?:invalid|incorrect|missing|bad|no|unsupported|future) (?:due |invoice |bill |document |issue |payment |transaction )?date|(?:decimal|numeric|number)[^.]{0,30}(?:places|format|precision|invalid|not valid)|invalid (?:number|amount|decimal|enumeration|enum|value|type|property|format|string|percent|range|id)\b|\bg?uu?id (?:format|should|must|is)|(?:supported|allowed|valid|permitted) range|out of range|more than \d{1,2} decimal|must be (?:a )?(?:positive|numeric|number|integer|greater than (?:0|zero)|non-negative)|transaction amount must be|set a transaction amount|you must (?:set|enter|specify|supply|provide) (?:an? |the )?(?:transaction )?(?:amount|description|date|value)|amount (?:must be|is required|cannot be|is invalid|must not)/,
      unless:
        /lock|clos|conversion date|fiscal|period|currenc|exchange|tax (?:type|code|rate)|account (?:code|type|id)|(?:customer|vendor) id/,
      strength: 2,
      examples: [
        "The quantity value '-x.0000' is invalid. Quantity must not be less than zero.",
        'The due date is required',
        'Invalid date format',
        'Transaction amount must be 0 or greater',
        'Invalid Number : An Id should be supplied for a requested operation. Supplied value:abc',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /fill (?:out|in) (?:at least|the)|at least (?:one|two) (?:valid |detail )?(?:line|item|detail)|(?:no|without|missing|one or more) line items?|line items?[^.]{0,40}(?:required|missing|must|empty|no )|attachment[^.]{0,30}not (?:able|be|synced|uploaded)|(?:file|attachment|image|document)[^.]{0,40}(?:too large|size|type is not|format|not supported|extension)|\bdescription[^.]{0,40}(?:cannot|must|required|mandatory|missing|empty|blank)|(?:address|phone|postal|zip|postcode|country|state|city|website|abn|tax (?:number|id|file)|vat number|terms?|payment (?:terms?|method)|shipping|memo)\b[^.]{0,40}(?:invalid|not (?:valid|found|recognized|exist)|required|missing|must|empty|does not exist|cannot|too long)|(?:invalid|missing|unknown|no) (?:address|phone|postal|zip|postcode|country|state|city|website|abn|tax (?:number|id|file)|vat number|terms?|payment (?:terms?|method))\b/,
      strength: 2,
      examples: [
        'Invoice must have at least one line item',
        'Description is mandatory',
        'Payment Method does not Exist',
        'The attachment is too large',
        'Invalid phone number',
      ],
    },
    {
      cause: 'invalid_data',
      words:
        /(?:required|mandatory|obligator(?:io|y)|obligatoire|pflichtfeld)[^.]{0,60}(?:missing|field|param|value|property|element|attribute|supplied|blank)|(?:field|param\w{0,6}|value|property|element|attribute|data)s?\b[^.]{0,60}(?:required|mandatory|missing|invalid|cannot be|must|not (?:valid|supplied|provided|specified)|is empty|falta|fehlt)|campo|champ|negative amount|conflicting|processing query|prior to (?:the )?start date|insufficient (?:quantity|stock)|malformed|existing dependenc|cannot be (?:the )?(?:parent|child)|(?:cannot|must not|should not) be (?:empty|blank)|is (?:required|mandatory)\b|must (?:be )?(?:supplied|provided|specified|entered)|invalid (?:data|input|argument|param\w{0,6}|field|entry)|incorrect format/,
      unless: /\(-300\d\d\)/,
      strength: 1,
      examples: [
        'Required parameter Line is missing in the request',
        'The field Terms is mandatory',
        'This field is required',
      ],
    },
  ],
};
