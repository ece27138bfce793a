import type { RuleFamily } from './rule.ts';

/** The document itself: the period it falls in, its number, its state in the ledger and in the source, its sums. */
export const DOCUMENTS: RuleFamily = {
  name: 'documents',
  rules: [
    {
      // The document in other languages; what it refers to has rules of its own.
      cause: 'voided_or_deleted',
      words:
        /\b(?:facture|avoir|note de credit|devis|ecriture)\b[^.]{0,40}(?:introuvable|n.existe (?:pas|plus)|non trouvee?|(?:a ete|est) (?:supprime|annule))|\b(?:factura|nota de credito|transaccion|asiento)\b[^.]{0,40}(?:no (?:se )?(?:encontr|ha(?:lla)? encontrad|existe)|ya no existe|(?:fue|ha sido) (?:eliminad|anulad|borrad))|\b(?:rechnung|gutschrift|beleg|buchung)\b[^.]{0,40}(?:nicht (?:gefunden|vorhanden)|existiert nicht|gibt es nicht mehr|wurde (?:geloscht|storniert))|\b(?:fatura|nota fiscal|fattura|factuur|creditnota)\b[^.]{0,40}(?:nao (?:foi )?encontrad|nao existe|foi excluid|non (?:e stata )?trovata|non esiste|niet gevonden|bestaat niet)/,
      unless: /cliente|client\b|kunde|compte|cuenta|konto|lieferant|proveedor|fournisseur|paiement|pago|zahlung/,
      strength: 4,
      examples: [
        'Cette facture est introuvable dans Xero',
        'La factura F-88 ya no existe en QuickBooks',
        'Die Rechnung wurde in Xero nicht gefunden',
        'A fatura não foi encontrada no QuickBooks',
      ],
    },
    {
      cause: 'locked_document',
      words:
        /\b(?:must|needs? to|has to|have to|should) (?:first )?be (?:reverted|unapproved|un-?reconciled|unlocked|reopened|unposted|unmatched|unallocated|moved back|set back|put back)\b|\b(?:revert|unapprove|un-?reconcile|unlock|reopen|unpost|unallocate) (?:the|it|this|that|them|these)\b[^.]{0,50}\b(?:first|before|in (?:xero|quickbooks)|to (?:edit|change|update|send|sync))\b/,
      unless: /period|books|lock date|closed|archived|year|void/,
      strength: 4,
      examples: [
        'The pay run needs to be unlocked before hours change',
        'Unapprove the journal first',
        'Reconciled payments have to be unmatched',
      ],
    },
    {
      // Nothing is there to be sent, or only another kind is ever sent.
      cause: 'source_not_syncable',
      words:
        /^[^.]{0,40}\bno (?:\w{2,14} ){0,3}(?:hours|entries|timesheets?|expenses|lines|transactions|charges|activity|receipts|payslips|shifts) (?:(?:were|was|are|is) )?(?:found|recorded|logged|entered|available|to (?:sync|send|export)) (?:for|in|on|within|between|during)\b|\bonly [^.]{3,70} (?:are|is|get|will be|can be) (?:synced|exported|sent|pushed|transferred|imported)\b/,
      unless: /\badmin|owner|user can|matching|\bper (?:minute|day|hour)|first \d/,
      strength: 4,
      examples: [
        'No expenses were found for this employee in March',
        'Only bank and card accounts are exported to Xero',
        'No shifts recorded in the chosen week',
      ],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /\b(?:items?|products?|services?|customers?|vendors?|suppliers?|contacts?|employees?|invoices?|bills?) (?:(?:is|are|was|were) )?not (?:yet |been )?(?:synced|exported|pushed) (?:to|with|into) (?:xero|quickbooks|qbo|netsuite|sage|bill com)\b/,
      unless: /cannot sync|because|draft|void|zero|\bonly\b|approved|failed/,
      strength: 3,
      examples: ['2 products not synced to Xero: Oak table, Chair', 'Vendors not synced with QuickBooks: Ace'],
    },
    {
      cause: 'duplicate_document',
      words:
        /\b(?:more than one|two|2|several|multiple|at least two|duplicate) (?:xero |quickbooks |qbo |ledger |matching |identical )?(?:invoices?|bills?|credit notes?|credit memos?|journals?|expenses?|receipts?|purchase orders?|transactions?)\b[^.]{0,30}\b(?:for (?:this|the same|one|that)|numbered|with (?:this|the same|that)|carry|contain|share|were created|exist|have the same|hold the same)/,
      unless:
        /payments? (?:for|of|to|against|covers?)|currenc|customer|vendor|contact|supplier|date|must (?:exist|have)|tax/,
      strength: 5,
      examples: [
        'Xero has two bills with this reference; delete one and try again',
        'QuickBooks contains several invoices for the same order. Void the spare one.',
        'Multiple credit notes share number CN-12',
      ],
    },
    {
      cause: 'closed_period',
      words:
        /period[^.]{0,40}(?:is |has been |was |already |currently )?(?:closed|locked|finalized|filed)|(?:closed|locked|closing|finalized|filed) (?:accounting |financial |fiscal |reporting |vat |gst |tax )?(?:period|year|month|quarter|books)|lock(?:ed)?[ -]?dates?\b|period lock|books (?:are|have been|were|is|closed)[^.]{0,20}clos|books (?:are )?closed|closed (?:the )?books|clos(?:ing|ed|e) date|account period closed|dated? (?:before|prior to|on or before|earlier than)[^.]{0,30}(?:clos|lock|conversion)|(?:before|prior to|earlier than) (?:the |your )?(?:end of year|year end|financial year|conversion|closing|lock|start of the financial)|closing (?:the )?(?:date|books) password|(?:year|month|books)[^.]{0,20}(?:has been |is |are )(?:closed|locked)|(?:not (?:with)?in|outside)[^.]{0,40}(?:accounting|financial|fiscal|posting|open) (?:period|year)|cannot update through services api|(?:vat|gst|bas|tax) return[^.]{0,30}(?:filed|lodged|finalized|submitted)/,
      unless: /account has been closed|must be (?:locked|closed)/,
      strength: 4,
      examples: [
        'The document date cannot be before the period lock date, currently set at 30-Nov-2018',
        'Account Period Closed, Cannot Update Through Services API',
        'Books are closed in QBO',
        'You tried to enter a transaction in a closed accounting period',
        'The transaction is dated on or before the closing date',
      ],
    },
    {
      cause: 'closed_period',
      words:
        /(?:periodo|ejercicio|libros?)[^.]{0,40}(?:cerrad|bloquead)|fecha de (?:cierre|bloqueo)|(?:periode|exercice|comptes)[^.]{0,40}(?:clotur|ferme|verrouill)|date de (?:cloture|verrouillage)|(?:periode|zeitraum|buchungsjahr|geschaftsjahr|monat)[^.]{0,40}(?:abgeschlossen|geschlossen|gesperrt)|sperrdatum|(?:gesperrt|abgeschlossen)e[rnms]? (?:periode|zeitraum|buchungsperiode)/,
      strength: 4,
      examples: [
        'El período contable está cerrado',
        'La période comptable est clôturée',
        'Die Buchungsperiode ist abgeschlossen',
      ],
    },
    {
      cause: 'stale_object',
      words:
        /stale ?object|(?:someone|somebody|another person|another user)(?: else)? (?:has )?(?:edited|changed|updated|modified|saved)|stale (?:data|entity|version|record)|working on this at the same time|sync ?token|(?:modified|changed|updated|edited|saved)[^.]{0,40}(?:by (?:another|someone|some other|a different|other) (?:user|person|process|else)|since (?:you|it|the|last|your)|in the meantime|in both|elsewhere|by someone)|another user (?:has )?(?:modified|changed|updated|edited|is (?:editing|working))|concurren(?:cy|t) (?:conflict|modification|update|exception|violation|edit)|optimistic|(?:version|revision) (?:conflict|mismatch|number (?:is|does)|is (?:out of date|outdated|old))|(?:out of date|outdated|older) (?:version|copy|record)|updated in both|has been (?:modified|changed|updated) (?:since|outside)|conflict(?:ing)? (?:edit|change|update)s?\b/,
      strength: 4,
      examples: [
        'Stale Object Error : You and Robert were working on this at the same time.',
        'Invalid SyncToken',
        'The record has been modified by another user',
        'Concurrency conflict',
      ],
    },
    {
      cause: 'duplicate_document',
      words:
        /marked as (?:a )?duplicate|duplicate ?(?:statement|document|doc|invoice|bill|transaction|txn|order|reference|ref|payment|credit|expense|receipt|check|request|entry|journal)|\b(?:invoice|bill|document|doc|order|transaction|credit note|credit memo|reference|ref|purchase order|estimate|quote|receipt|journal|payment|check|expense|po|request)(?: |-)?(?:#|numbers?|num|no\.?|id|reference)?[^.]{0,60}(?:must be unique|is not unique|not unique|(?:has |have |is |was )?already (?:been )?(?:used|on file|exists?|in use|taken|entered|recorded|created|assigned|exported|synced|published|sent|imported|posted|processed)|already exist|is (?:a )?duplicate|is in use|exists already|duplicated|(?:has |have )?been (?:recorded|entered|imported|posted|used) before|previously (?:been )?used|(?:was|were) used before|used previously|has been used|been used (?:before|already))|(?:already|another|existing) (?:an? )?(?:invoice|bill|transaction|document|credit note|credit memo|purchase order|expense|journal)[^.]{0,40}(?:with (?:this|the same|that)|same (?:number|reference|id)|exists)|already (?:exists? (?:an? |in (?:xero|quickbooks|qbo)[^.]{0,30})?(?:invoice|bill)|(?:exported|synced|published|sent|pushed) to)|(?:reference|check|doc|document|invoice|bill|order)[^.]{0,40}already being used|(?:number|doc ?number) (?:is |has )?(?:already|been)[^.]{0,20}(?:used|in use|exists|taken)|same (?:document|invoice|bill|reference) number|unique (?:invoice|bill|document|order|reference|purchase order|credit note) (?:#|no|num|ref)|possible duplicate/,
      unless:
        /(?:has|have|with) payments?|(?:account|contact) number|been voided|different from|already (?:been )?(?:paid|reconciled|voided|approved|matched)|(?:customer|vendor|contact|supplier|account|item|employee) name|name already exists|duplicate name|already (?:been )?(?:fully )?(?:paid|applied)|currency|tracking/,
      strength: 3,
      examples: [
        'Invoice # must be unique.',
        'Duplicate Document Number Error',
        'An invoice with this number already exists',
        'The bill number has already been used',
        'Order number must be unique',
      ],
    },
    {
      cause: 'duplicate_document',
      words:
        /(?:factura|facture|rechnung\w{0,10}|numero)[^.]{0,60}(?:doit etre unique|debe ser unico|muss eindeutig)|(?:numero|factura|facture|rechnung\w{0,10}|documento|document|beleg\w{0,10})[^.]{0,50}(?:duplicad|ya existe|ya (?:se )?(?:ha )?(?:sido )?utiliz|existe deja|deja utilis|en double|bereits (?:vorhanden|vergeben|verwendet)|existiert bereits|doppelt)|doublon/,
      unless: /nombre|\bnom\b|name/,
      strength: 3,
      examples: [
        'El número de factura ya existe',
        'Ce numéro de facture existe déjà',
        'Die Rechnungsnummer ist bereits vergeben',
      ],
    },
    {
      cause: 'duplicate_name',
      words:
        /duplicate ?name|name (?:supplied )?(?:already|must be unique|is not unique|is (?:already )?(?:in use|taken|used|duplicated)|exists)|(?:name|contact number|account (?:code|number|name)|item code|code|sku|email)[^.]{0,60}(?:already (?:exists?|been used|in use|assigned|taken|used)|must be unique|is in use|is already|not unique)|already using this name|(?:customer|vendor|supplier|employee|contact|client|account|item|product|class|category|payee)s?[^.]{0,60}(?:with (?:this|the same|that|the|a similar)? ?(?:display )?(?:name|email|code)[^.]{0,30}(?:already )?exists?|exists? already|already exists?|same name|already has this name)|(?:existing|another) (?:contact|customer|vendor|supplier|account|item|user|employee)[^.]{0,40}(?:with (?:that|this|the same)|name|already|exists)|unique (?:display )?(?:name|code)|assigned to another contact|another (?:contact|customer|vendor|supplier|client|account|item) (?:is )?(?:already )?(?:has|have|uses?|using|with)\b|linked to another contact|another (?:contact|customer|vendor|supplier) has this|name[^.]{0,30}(?:ya existe|existe deja|bereits)|nombre[^.]{0,40}(?:ya existe|ya (?:esta )?(?:en uso|utiliz)|duplicad)|nom[^.]{0,40}(?:existe deja|deja utilise)|duplicate (?:customer|vendor|supplier|contact|client|item|account|employee)/,
      unless: /(?:invoice|bill|document|order) (?:number|#|no)|more than one|multiple|different from/,
      strength: 3,
      examples: [
        'The name supplied already exists. : Another customer, vendor or employee is already using this name.',
        'The contact name Acme is already assigned to another contact.',
        'Please enter a unique Name.',
        'A vendor with the same name already exists',
        'El nombre ya existe',
      ],
    },
    {
      cause: 'locked_document',
      words:
        /not (?:of|in) (?:a )?valid status for modif|(?:cannot|could not|unable to|can no longer|not (?:be )?(?:allowed|possible|able) to|not be|failed to|may not)[^.]{0,30}(?:edit|chang|modif|updat|delet|void|alter|remov|amend|revert|unapprov|appl)[^.]{0,80}(?:payment|paid|credit|alloc|reconcil|deposit|matched|settled|linked|approved|posted|locked|final|bank|appl)|(?:has|have|with|had) (?:an? |any |one or more |existing |been )?(?:payments?|credits?|credit notes?|prepayments?|overpayments?)(?: \(?s?\)?)?(?: or (?:an? )?(?:credits?|credit notes?|payments?))? (?:\w{1,12} ){0,2}(?:allocated|applied|assigned|attached|linked|against|recorded|made|associated|to it)|(?:payments?|credit notes?)(?:\/\w{1,10} \w{1,10})? (?:attached|already (?:allocated|applied))|payments? or credit notes? (?:is |are |has been |have been |already )?(?:allocated|applied)|deposited transaction|(?:payments?|credits?|credit notes?)[^.]{0,20}already (?:been )?(?:allocated|applied)|status (?:is )?(?:different|other) (?:from|than)|mas transaction|un-?match|(?:invoice|bill|transaction|document|payment|entry|journal|deposit|it)[^.]{0,30}(?:has (?:already )?been |is (?:already )?|was (?:already )?|already )(?:fully |partially |partly )?(?:been )?(?:paid|reconciled|deposited|matched|settled|locked)|(?:edit|chang|modif|updat|delet|void)\w{0,4}[^.]{0,40}(?:manually|by hand) in (?:xero|quickbooks|qbo)|recorded manually in|(?:paid|reconciled|settled|matched|deposited|approved|posted|locked|authorized) (?:invoice|bill|transaction|document|payment|credit note)s? (?:cannot|can no|may not|is not|are not)|locked for editing|(?:invoice|bill|document|transaction|it) (?:already )?has (?:\w{1,10} )?payments?\b|remove (?:the )?payments?|already (?:approved|authorized) and paid|already approved|can no longer be (?:edited|changed|modified|updated)|linked to a deposit|cleared in (?:a )?(?:bank )?reconcil|payment is applied to it|(?:locked|read[- ]only) (?:transaction|document|invoice|bill)|(?:transaction|document|invoice|bill|record) (?:is |has been )(?:locked|read[- ]only|finalized)|ya (?:ha sido |esta )?(?:pagad|conciliad)|deja (?:ete )?(?:paye|regle|rapproche)|bereits (?:bezahlt|abgestimmt|verbucht)/,
      unless:
        /voided|payments? can only|not (?:of|in) (?:a )?valid status for creation|lock date|locked period|exceeds|greater than|inactive|archived/,
      strength: 3,
      examples: [
        'Deposited Transaction cannot be changed',
        'This document cannot be edited as it has a payment or credit note allocated to it.',
        'Invoice not of valid status for modification',
        'The invoice has already been paid',
        'You cannot void a reconciled transaction',
      ],
    },
    {
      cause: 'locked_document',
      words:
        /(?:(?:cannot|could not|may not|can no longer|must not) be|not allowed to|cannot) (?:updat|delet|edit|chang|modif|void|alter|remov|amend)/,
      unless:
        /dependenc|character|currenc|tax|connection|setting|preference|token|user|permission|lock|clos|name|inactive|archived|found|since|another user|same time/,
      strength: 2,
      examples: ['Payments within a batch cannot be deleted.', 'Spend money transactions cannot be updated'],
    },
    {
      cause: 'locked_document',
      words:
        /cannot be (?:deleted|removed|deactivated|changed)[^.]{0,12}(?:because|since|as|while)[^.]{0,24}\b(?:used|in use)\b|(?:is|are) (?:still )?(?:being )?used (?:in|by|on) (?:\w{1,12} )?(?:charges?|transactions?|documents?|invoices?|bills?)|has (?:open|unbilled|outstanding|existing) (?:charges?|transactions?|balances?)/,
      unless: /number|name|code must|tax (?:code|rate)|cannot be used/,
      strength: 2,
      examples: ['Vendor is used in unbilled charges in QuickBooks Online'],
    },
    {
      // That a change failed is no reason yet: the reason, where one is told, is another rule's.
      cause: 'locked_document',
      words: /(?:unable to|failed to|could not) (?:updat|delet|edit|chang|modif|void|alter|remov|amend)/,
      unless:
        /dependenc|character|currenc|tax|connection|setting|preference|token|user|permission|lock|clos|name|inactive|archived|found|since|same time/,
      strength: 1,
      examples: ['Unable to modify the bill in QuickBooks'],
    },
    {
      cause: 'source_not_syncable',
      words:
        /\b(?:voided|void|deleted|canceled|draft|unapproved|archived|rejected|disputed|open|unposted|zero|negative|unpaid) (?:\w{3,12} )?(?:submission|invoice|bill|expense|order|report|payment|document|transaction|quote|estimate|credit|receipt|timesheet|claim)s? (?:cannot|can not|are not|is not|will not|do not|may not|must not) (?:be )?(?:eligible|sync|export|push|sent|publish|post|transfer|created?\b)|must (?:be|complete|have)[^.]{0,40}\bbefore (?:it (?:is|can be)|they (?:are|can be)|syncing|exporting|pushing|sending|posting)|(?:cannot|could not|will not|unable to|not) (?:create|sync|send|export|push|publish|transfer|import) (?:an? |the |any )?(?:voided|deleted|canceled|draft|unapproved) |not (?:yet )?(?:been )?(?:ready to (?:be )?(?:sync|export|sen)|settled)|(?:bill|invoice|payment|transaction|it) to settle/,
      unless:
        /status for modif|lock date|locked period|sync(?:ed)? (?:to \w{2,12}|before|first)[^.]{0,20}before|must be (?:synced|exported|mapped|un)|must have (?:an? )?(?:valid )?(?:customer|vendor|account|item|tax)/,
      strength: 4,
      examples: [
        'Cannot create voided invoices in Xero',
        'Voided submissions cannot be synced to QuickBooks.',
        'Work order must be completed before exporting to QuickBooks.',
        'This Bill is not yet ready to sync. You can sync this bill after it has settled.',
        'Bill has not settled. Please allow the bill to settle before syncing.',
      ],
    },
    {
      cause: 'voided_or_deleted',
      words:
        /(?:user|someone|somebody|person|admin|who|you|they)\b[^.]{0,12}(?:deleted|voided|canceled|removed) (?:the|this|its|an?|that) (?:invoice|bill|transaction|document|credit note|credit memo|purchase order|payment)/,
      strength: 4,
      examples: ['Payment cannot sync to its related invoice because a user deleted the invoice from QuickBooks'],
    },
    {
      cause: 'voided_or_deleted',
      words:
        /\bun-?(?:void|delet)|^(?:it|(?:the|this|that) (?:record|transaction|invoice|bill|payment|entry)) (?:is )?no longer (?:in|exists?)|^it's no longer in/,
      strength: 4,
      examples: ['Cannot unvoid invoices in Xero', "It's no longer in QuickBooks."],
    },
    {
      cause: 'voided_or_deleted',
      words:
        /document with the supplied id was not found|(?:invoice|bill|document|credit note|transaction|it) (?:is|was) (?:already )?(?:voided|void|deleted)\b|(?:match|find|locate) the (?:requested|existing|original) (?:invoice|bill|document|payment)|but (?:it )?(?:has been|was|is) (?:since )?(?:voided|deleted)|been voided|another user has deleted|(?:invoice|bill|transaction|document|credit note|credit memo|payment|purchase order|bank transaction|journal|entity|object|record|expense|it|order|estimate)[^.]{0,40}(?:has been |was |is |have been |been |were )(?:already )?(?:deleted|voided|canceled|removed)|(?:deleted|voided|canceled) (?:in|from|or voided|invoice|bill|document|transaction|payment|on)|(?:existing|specified|requested|supplied) (?:invoice|bill|document|credit note|purchase order|bank transaction|transaction|payment|journal|resource|object)[^.]{0,50}(?:could not be|cannot be|was not|not) (?:found|located)|(?:invoice|bill|document|credit note|credit memo|purchase order|transaction|bank transaction|resource|object|entity)[^.]{0,50}(?:could not be found|cannot be found|was not found|not found|no longer exists?|does not exist|could not be located)|(?:could not|cannot|unable to|did not|failed to) (?:be )?(?:find|locate|found)[^.]{0,30}(?:invoice|bill|document|credit note|transaction|purchase order|resource)|status (?:of |is |was )?['"]?(?:voided|deleted)|(?:ha sido |fue )?(?:anulad|eliminad)[ao]|a ete (?:supprime|annule)|wurde (?:geloscht|storniert)/,
      unless:
        /\bpayment[^.]{0,30}(?:not sent|failed|skipped|cannot|could not|because)|account|contact|customer|vendor|supplier|item|tracking|class\b|inactive|element id|tax (?:code|rate)|currency|before you|cannot be (?:deleted|voided)|permission|payment(?:s)? (?:or|and) credit|file|attachment|endpoint (?:does|not)|url|template|yet|first|reference id|(?:for|of) (?:the|this) payment/,
      strength: 3,
      examples: [
        'The document with the supplied id was not found for this endpoint.',
        'An existing Invoice with the specified InvoiceID could not be found',
        'Another user has deleted this transaction',
        'The invoice has been voided in Xero',
        'The bill no longer exists in QuickBooks',
      ],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /(?:not|never) (?:been )?(?:imported|exported|synced|sent|pushed|posted|published|transferred)[^.]{0,30}\byet\b|until (?:(?:the|its|this) )?[^.]{0,40}(?:exists?|is (?:synced|in|created|imported|exported)|has been)|(?:because|since|as|until) [^.]{0,40}(?:(?:not|never) (?:been )?(?:pushed|synced|exported|sent|published)|failed to (?:sync|export|send|post))|payments? can only be (?:made|applied|created|recorded|added)[^.]{0,30}(?:against|to|on|for)|ipayable|(?:invoice|bill|customer|vendor|supplier|contact|parent|credit note|credit memo|document|item|project|job|purchase order|expense|estimate|deposit|report)s?[^.]{0,50}(?:not (?:yet been|been|yet)|yet to be|never (?:been )?) ?(?:synced|synchronized|exported|sent|published|pushed|posted|imported|transferred|uploaded|created|integrated)|(?:related|associated|linked|parent|its) (?:invoice|bill|customer|vendor|supplier|contact|document)[^.]{0,30}not (?:synced|exported|imported|sent|found)|related \w{1,12}[^.]{0,10} did not (?:sync|export|import)|linked transaction|parent (?:document|record|invoice|bill)[^.]{0,20}(?:missing|absent)|(?:sync|synchronize|export|send|publish|push|post|create|import)\w{0,3} (?:the |its |this |that |your )?(?:related |parent |linked |original |corresponding |associated )?(?:invoice|bill|customer|client|vendor|supplier|contact|parent|document|credit note|purchase order)s?[^.]{0,30}(?:first|before (?:you|sync|export|the payment|its|it|this|creat|send))|must (?:first )?be (?:synced|exported|synchronized|sent|created|published|posted|pushed|imported)[^.]{0,20}(?:first|before|prior|to (?:xero|quickbooks|qbo))|before (?:the|its|this|any|a) payments?|waiting (?:for|on)[^.]{0,40}(?:invoice|bill|parent|customer|vendor)|txn ?id[^.]{0,30}(?:cannot be linked|not found|does not exist|is invalid)|linked ?txn|cannot be linked|(?:linked|parent|related|associated|underlying|dependent|corresponding) (?:txn|transaction|invoice|bill|document|record|object|entity)[^.]{0,50}(?:not (?:found|exist|synced|exported|created|valid|available)|does not exist|missing|invalid|failed|could not)|(?:associated|related|linked|parent|underlying|dependent)[^.]{0,40}(?:could not be (?:synced|exported|sent|created)|(?:has |have )?not (?:been )?(?:synced|exported|sent)|failed to (?:sync|export))|dependency|dependent (?:record|object)|depends on|(?:has|have|is|are) not (?:yet )?in (?:xero|quickbooks|qbo)|payment[^.]{0,60}(?:invoice|bill)[^.]{0,30}(?:not (?:found|exist|been|in|yet)|does not exist|could not be found|missing|is draft)|(?:invoice|bill)[^.]{0,40}(?:of|for) (?:the|this) payment/,
      unless: /zero|on hold|draft|approved yet|authorization|multicurren|element id/,
      strength: 3,
      examples: [
        'Payments can only be made against Authorised documents',
        'The Ipayable cannot be applied',
        'The invoice has not been synced to Xero yet',
        'Sync the customer first',
        'TxnId 42 cannot be linked',
        'The bill for this payment does not exist in QuickBooks',
      ],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /^["' ]?(?:the )?document (?:could|can) ?not be found["'. ]{0,3}$|(?:make sure|ensure|check)(?: that)? (?:the|its|this|your) (?:\w{2,12} )?(?:customer|client|vendor|supplier|contact|invoice|bill|item) (?:is|has been|was) (?:already )?(?:synced|exported|pushed)|(?:customer|client|vendor|supplier|contact) (?:is|has|was) not (?:yet )?(?:been )?(?:synced|pushed|exported)/,
      strength: 4,
      examples: [
        'Document could not be found',
        'Customer not found, please make sure the client is synced with QuickBooks first.',
        'The customer is not synced to QB',
      ],
    },
    {
      cause: 'source_not_syncable',
      words:
        /negative or (?:zero|\$?0[,0]{0,3}) (?:total|amount|balance|value)|\bdraft (?:invoice|bill|document|transaction|credit|expense|order)|before (?:the |your )?(?:sync|integration|export|cut-?off|go-?live) (?:start )?date|no (?:lines|line items|items) with|non-?zero amount|not (?:of|in) (?:a )?valid status for creat|(?:total|amount|value|balance|invoice|bill|document|transaction|credit)[^.]{0,30}(?:less than (?:0|zero)|(?:is|are|be|was) (?:negative|zero|\$?0(?:\.00)?\b)|below zero)|(?:negative|zero|nil|0)[- ](?:total|amount|value|dollar|balance|invoice|bill)[^.]{0,40}(?:cannot|not|unable|wont|will not|unsupported)|(?:cannot|unable to|not|will not)[^.]{0,30}(?:sync|export|send|push|publish|post|transfer)\w{0,3}[^.]{0,40}(?:draft|unapproved|not (?:been )?approved|pending|negative|zero|void|status|unposted)|(?:is|are|still|in|be) (?:an? )?(?:in )?(?:draft|unapproved|not approved|pending approval|awaiting approval|not yet approved|not finalized|unposted|on hold)|not (?:been |yet )?(?:been )?(?:approved|finalized|authorized yet|reviewed|submitted)|must be in (?:the )?(?:status|state)|only [^.]{0,30}(?:in|with) (?:the )?(?:status|state)|(?:zero|negative)[- ]?(?:amount|total|value)?[^.]{0,12}(?:invoice|bill|document|credit|total)?[^.]{0,20}(?:are|is|cannot|not|never)|\(negative\)|only (?:approved|finalized|submitted|posted|authorized|completed|closed|reimbursed)|must be (?:approved|finalized|authorized|submitted|posted|completed|closed|marked as)[^.]{0,40}|nothing to (?:sync|export|send)|no (?:line items|expenses|lines|transactions) to (?:sync|export)|(?:total|net)[^.]{0,30}(?:must be|cannot be|should be) (?:greater than|positive|negative|less than|zero|more than)|excluded from (?:sync|export)|marked as (?:do not|not to) (?:sync|export)/,
      unless:
        /\b0 or (?:greater|more|higher)|\bnegative amounts? (?:is|are|not|cannot)|payments? can only|period|account (?:code|must)|quantity|unit price|rate must|line (?:amount|total|item)|password|lock|reconcil|debit|outstanding|amount must be (?:0|zero)/,
      strength: 2,
      examples: [
        'Invoice not of valid status for creation',
        'Invoice with a total less than 0 cannot be synced with Xero',
        'Only approved invoices can be exported',
        'The report must be approved before it can be exported',
        'Cannot sync a draft bill',
      ],
    },
    {
      cause: 'duplicate_document',
      words:
        /\b(?:transaction|invoice|bill|payment|record|expense|document|order|credit note)s? (?:is|was|has been|have been|are) already (?:been )?(?:linked|mapped|matched|connected|booked) (?:to|with|in) (?:an? |the |another )?(?:\w{3,12} )?(?:xero|quickbooks|qbo|ledger)\b/,
      unless: /bank|reconcil|customer|vendor|contact/,
      strength: 3,
      examples: ['This expense is already linked to a Xero bill'],
    },
    {
      cause: 'voided_or_deleted',
      words:
        /\b(?:reports?|shows?|lists?|marks?|marked|has|have) (?:this|the|that|it|your|its)?(?: \w{3,12}){0,2} as (?:deleted|voided|void|canceled)\b|\b(?:vanished|disappeared|erased|gone|is missing) from (?:xero|quickbooks|qbo|the ledger)\b/,
      unless: /account|customer|vendor|contact|supplier|item|class\b/,
      strength: 4,
      examples: ['Xero shows this bill as voided', 'The invoice disappeared from QuickBooks'],
    },
    {
      cause: 'locked_document',
      words:
        /\b(?:paid|reconciled|approved|posted|settled|locked) in (?:xero|quickbooks|qbo)\b[^.]{0,40}(?:cannot|no longer) (?:be )?(?:chang|edit|updat|modif|delet|void)|\b(?:swept|included|part|grouped|is|are|already) (?:in|into|of|on) (?:a|the|an) (?:bank )?deposit\b|\b(?:xero|quickbooks|qbo) locks (?:it|them|this|these|that)\b/,
      unless: /total|amount|period|date/,
      strength: 4,
      examples: ['Reconciled in Xero, its lines can no longer be edited', 'The receipt is part of a deposit'],
    },
    {
      cause: 'amount_mismatch',
      words:
        /\b(?:cannot|may not|must not|should not|can ?not) (?:be )?(?:exceed|greater than|more than|larger than|higher than|bigger than)[^.]{0,24}\b(?:sub ?total|total|amount|balance|outstanding|owed|owing|original|invoice|bill|credit)\b/,
      unless: /characters|length|\bdate|limit|quantity|\btime\b|currenc/,
      strength: 4,
      examples: ['The discount cannot be more than the subtotal'],
    },
    {
      // What became of it is the reason; that it can't be changed any more follows from that.
      cause: 'voided_or_deleted',
      words:
        /\b(?:invoice|bill|document|transaction|credit note|payment|it)\b[^.]{0,30} (?:has been|have been|is|was|were) (?:already )?(?:voided|deleted)\b[^.]{0,40}(?:cannot|can no longer|so it) /,
      unless: /paid|payment appl/,
      strength: 4,
      examples: ['The bill was deleted in Xero and can no longer be changed from here'],
    },
    {
      cause: 'locked_document',
      words: /(?:do|does|did|will) not (?:allow|let|permit) [^.]{0,24}\b(?:updat|edit|chang|modif|delet|void|alter)/,
      unless: /permission|role|\bplan\b|currenc|period|clos|\btax\b|setting/,
      strength: 2,
      examples: ['The ledger will not let us change this credit note'],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /\b(?:has|have) no (?:xero|quickbooks|qbo|accounting|ledger) (?:invoice|bill|credit note|credit memo|document|payment)s?\b(?! (?:number|date|terms?|method))/,
      strength: 3,
      examples: ['The refund has no QuickBooks invoice'],
    },
    {
      cause: 'source_not_syncable',
      words: /\b(?:total|amount|balance)(?: due)? ?(?:is|was|of|:) ?(?:zero|nil|\$?0(?:,00)?)(?=$|[ ;,.](?!\d))/,
      unless: /outstanding|\bdue\b|expected|should|must|differ|but|remaining|paid|tax/,
      strength: 4,
      examples: ['The bill total is 0', 'Amount is zero'],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /\bun-?(?:synced|synchronized|exported) (?:\w{3,20} ){0,2}(?:invoice|bill|vendor|customer|supplier|contact|reimbursement|expense|payment|item|record|transaction|document)s?\b/,
      strength: 3,
      examples: ['The batch holds unsynced invoices'],
    },
    {
      cause: 'unsynced_dependency',
      words:
        /\b(?:not|non)[- ]?linkable|(?:trying|attempt\w{0,3}|want\w{0,3}) to link\b[^.]{0,20}(?!account)|^[^.]{0,40}\bmissing (?:the )?(?:invoice|bill|credit|payment) (?:acct ?id|id\b)/,
      unless: /bank feed|bank account|your account/,
      strength: 4,
      examples: [
        'The transaction you are trying to link, id 145, could not be found. Txn is not linkable',
        'Missing Invoice acctid: 88123',
      ],
    },
    {
      cause: 'amount_mismatch',
      words:
        /(?:amount|total|tax)\b[^.]{0,60}(?:should|must|expected to) (?:be|equal|have been) [$\u00a3\u20ac]?\d|(?:expected|calculated|adds? up to|comes? to|totals?)[^.]{0,20}\d[^.]{0,80}\bbut\b[^.]{0,40}(?:got|was|is|received|found|showed|shows|says)[^.]{0,20}\d/,
      unless: /greater|less than|more than|positive|0 or|characters|digits|length|status/,
      strength: 4,
      examples: [
        'Tax amount 52.23 is incorrect for INPUT2 tax type, should be 52.28',
        'Xero calculated $10.00 of tax, but the document showed $9.99.',
      ],
    },
    {
      cause: 'amount_mismatch',
      words:
        /(?:invalid|incorrect|wrong) (?:payment|allocation|total|invoice|bill) ?(?:amount|total)|(?:amount|payment)s? (?:has |have )?exceed|\b(?:sum|total|amount|lines?|balance)[^.]{0,50}(?:differs?|different|is off)\b|less than or equal to[^.]{0,30}(?:due|outstanding|balance|total|owing)|more than (?:what|the amount)[^.]{0,20}(?:owed|due|outstanding)|exceed[^.]{0,40}(?:amount|outstanding|balance|due|remaining|total|owing|credit)|(?:amount|payment|total|credit|sum|allocation|discount|refund)[^.]{0,50}(?:is |are |be )?(?:greater|more|larger|higher|bigger) than|(?:greater|more|larger|higher) than (?:the |its )?(?:outstanding|balance|open|remaining|amount due|amount outstanding|line amount|invoice|bill|total|amount)|\b(?:total|amount|sum|balance|subtotal|debits?|tax amount|line|lines|figure)s?[^.]{0,60}(?:do(?:es)? not|did not|must|should|is not|are not|not)(?: be)? (?:match|equal|agree|add up|balance|tally|reconcile|correspond|the same|sum)|expected (?:line )?total|(?:amount|total)s? (?:mismatch|discrepancy|differs?)|out of balance|balance (?:the )?debits|not (?:in )?balance|unbalanced|debits?[^.]{0,40}credits?[^.]{0,30}(?:equal|match|balance)|overpa(?:y|id)|over-?appl(?:y|ies|ied)|calculation (?:is )?incorrect|incorrect(?:ly)? calculat|rounding (?:error|difference|issue)|(?:mismatch|difference|discrepancy)[^.]{0,30}(?:amount|total|sum|tax(?! ?(?:code|rate|type|treatment|name|categor|setting)))|not equal to|tax amount cannot|insufficient (?:credit|funds|balance)|amount (?:is )?(?:not )?equal|(?:importe|monto|total|saldo)[^.]{0,50}(?:no coincide|excede|supera|mayor que)|(?:montant|total|solde)[^.]{0,50}(?:ne correspond|depasse|superieur)|(?:betrag|summe|gesamtbetrag)[^.]{0,50}(?:stimmt nicht|ubersteigt|uberschreitet|weicht)/,
      unless:
        /characters|length|currenc|vendor (?:does|on|name|of)|customer (?:does|on|name|of)|exchange rate|less than (?:0|zero)|(?:greater|more) than (?:or equal to )?(?:0|zero)|date|rate limit|limit|account (?:code|type)|category did|tracking|quantity/,
      strength: 3,
      examples: [
        'Payment amount exceeds the amount outstanding on this document',
        'The line total 123.00 does not match the expected line total of 134.99',
        'Amount is not equal to UnitPrice * Qty. Supplied value:58',
        'The total debits (100) must equal total credits (90)',
        'The tax amount cannot be greater than the line amount!',
        'Transaction is out of balance',
      ],
    },
  ],
};
