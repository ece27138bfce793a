import type { RuleFamily } from './rule.ts';

/** The ledger as a service: its limits, its subscription, its plan, and whether it works at all. */
export const SERVICE: RuleFamily = {
  name: 'service',
  rules: [
    {
      // What a plan does not have is a matter of the plan, whatever it is that is missing: currencies, projects, users.
      cause: 'plan_tier',
      words:
        /\b(?:not|no|no longer|cannot|never|unavailable|blocked|disabled|only)\b[^.]{0,70}\b(?:on|in|with|under|by|within|for|of) (?:this|your|the|their|its|our|current|a|an?other|starter|free) (?:\w{2,14} ){0,3}(?:plan|edition|tier|price plan|pricing plan)\b|\b(?:taken out of|removed from|excluded from|left out of|missing from|not part of) (?:this|your|the|their|our) (?:\w{2,14} ){0,2}(?:plan|edition|tier)\b|\b(?:plan|edition|tier) (?:\w{2,12} ){0,2}(?:does|do|will|can) ?not (?:\w{2,12} ){0,1}(?:allow|include|cover|support|offer|permit|have|come)/,
      unless:
        /payment plan|floor plan|project plan|rate limit|requests|api calls|business plan of|repayment|test edition/,
      strength: 5,
      examples: [
        'Foreign currencies are not available on your current plan',
        'Foreign currency has been removed from the Standard plan',
        'Projects can no longer be used with this edition of QuickBooks',
        'Your Xero plan does not come with multi-currency',
        'New currencies cannot be added under the Starter plan',
      ],
    },
    {
      cause: 'rate_limit',
      words:
        /thrott?l|too many (?:api |concurrent |open |simultaneous |active )?(?:requests|calls|connections)|rate[- ]?limit|rate (?:has been |was )?exceeded|request limit|(?:api|call|calls|request|requests|query|minute|daily|hourly|day|concurrent|concurrency|per[- ]second|quota)[^.]{0,30}\blimit|limit[^.]{0,30}(?:\bapi|calls|requests?|per (?:minute|hour|second|day))|(?:max|maximum)(?: number)?(?: of)?[^.]{0,30}(?:requests|calls|concurrent)|quota (?:has been |was |is )?(?:exceeded|reached|exhausted)|(?:daily|hourly|minute|api|call) (?:call )?allowance|exceed[^.]{0,30}(?:quota|requests|calls per)|(?:requests|calls) per (?:minute|second|hour|day)|(?:quota|allowance)[^.]{0,20}(?:used up|exhausted|exceeded|reached|spent)|slow down|(?:ratenbegrenzung|zu viele anfragen|demasiadas solicitudes|limite de (?:solicitudes|peticiones|llamadas)|trop de requetes|limite de (?:requetes|taux))/,
      unless:
        /size|batch|upload|length|invoices you can|credit limit|data limit|character limit|line limit|usage limits? (?:of|for)|number of (?:users|accounts|classes)|batch/,
      strength: 4,
      examples: [
        'message=ThrottleExceeded; errorCode=003001; statusCode=429',
        'API Limit has been reached',
        'Too Many Requests',
        'Max number of allowed requests per hour reached: 20000.',
        'You have exceeded the daily limit',
        'Zu viele Anfragen',
        'There are too many simultaneous connections',
        'Paused to keep within the daily allowance',
      ],
    },
    {
      cause: 'rate_limit',
      words:
        /\bwait[^.]{0,24}(?:\d{1,5} ?(?:s|sec|secs|seconds?|mins?|minutes?)\b|before (?:retry|trying again|sending|calling|making|the next))|retry[- ]after\b/,
      unless: /maintenance|until|sync(?:ed)?|\bfirst\b|exist|approv|password|lock/,
      strength: 2,
      examples: ['Wait 30 seconds and call again', 'Please wait a little before retrying'],
    },
    {
      cause: 'subscription_lapsed',
      words:
        /(?:subscription|trial|license|account|billing plan|company)[^.]{0,40}(?:lapsed?|(?:has |is |was )?(?:ended|expired|canceled|suspended|past due|overdue|deactivated|terminated|unpaid|on hold))|(?:lapsed|expired|canceled|inactive|suspended|unpaid|ended) (?:subscription|trial|license)|subscription (?:period )?(?:has ended|is (?:not|no longer|still) active|is inactive|problem)|(?:billing|payment) (?:problem|issue|failure) (?:with|on|for) (?:your|the)|problem with (?:your |the )?billing|invalid company status|company (?:is |file is )?(?:in )?read[- ]?only|(?:renew|reactivate|resubscribe|update)[^.]{0,30}(?:subscription|billing)|(?:suscripcion|abonnement|abo)[^.]{0,40}(?:caduc|vencid|expir|cancel|abgelaufen|gekundigt|termine)|no (?:active |valid )?subscription|subscription[^.]{0,30}(?:\bis |to be |been )(?:inactive|restricted)|restricted (?:due to|because of)[^.]{0,20}(?:payment|billing)|(?:organization|company) (?:is )?(?:no longer active|not active|deactivated|has been closed|inactive)|does not have an active (?:quickbooks |xero )?subscription|^[^.]{0,12}\byour (?:\w{3,12} )?account (?:appears to be|seems to be|is) (?:inactive|suspended|closed)/,
      unless:
        /limit of|connection|token|session|upgrade your plan|contact|customer|vendor|supplier|archived|account (?:code|number)|reference id|deleted or/,
      strength: 4,
      examples: [
        'Subscription for company has lapsed or Invalid destination URL is used.',
        'Your free trial has ended',
        'Subscription period has ended or canceled or there was a billing problem',
        'Please check your subscription is still active',
        'Invalid Company Status',
        'Su suscripción ha caducado',
      ],
    },
    {
      cause: 'plan_tier',
      words:
        /plan (?:only )?allows?|(?:not|only)[^.]{0,30}(?:simple start|essentials|quickbooks (?:online )?(?:plus|advanced))|permission to (?:access|use) this feature|(?:is|are) not entitled|limit of (?:invoices|bills|transactions|documents|quotes)|not (?:included|available|supported|enabled|offered|covered|part of|entitled)[^.]{0,30}(?:subscription|\bplan\b|edition|\bsku\b|version of|\btier\b|package|pricing)|(?:subscription|\bplan|edition|package|version|\btier)\b[^.]{0,40}(?:not (?:include|support|allow|offer|cover|permit|have)|limit|does not come)|upgrade[^.]{0,40}(?:plan|subscription|account|quickbooks|xero|edition|package|to)|(?:requires?|only (?:available|supported|included)[^.]{0,20}|available (?:only )?(?:in|on|with)|need(?:s)?)[^.]{0,60}(?:quickbooks(?: online)? )?(?:plus|advanced|essentials|premium|established|comprehensive|ultimate|enterprise|higher plan|paid plan)\b|not included in subscription|(?:no more|out of|not enough|insufficient|run out of) (?:credits|operations|tasks)|usage limits?|(?:maximum|max|limit)[^.]{0,30}(?:number of )?(?:users|chart of accounts|classes|locations|class and location|entities|billable clients)|add-?on[^.]{0,30}(?:required|not|missing|needed)|feature (?:is )?(?:not )?(?:supported|available|enabled|included|disabled)|not (?:support|have|include) (?:this|the|that) feature|(?:starter|early|ignite|simple start|lite|ledger|cashbook|essentials)\b[^.]{0,30}(?:plan|subscription|edition|organization|does not|cannot|only)|task limit|plan (?:debe|no )|forfait|mejore su plan|tarif/,
      unless: /access to use quickbooks|payment plan|api (?:call|request|limit)|rate limit|requests per/,
      strength: 4,
      examples: [
        'You have reached the limit of invoices you can approve.',
        'Feature Not Included in Subscription',
        'This feature is not supported in your QuickBooks plan',
        'No more credits to execute a scenario',
        'Purchase orders are only available in QuickBooks Online Plus',
        'Upgrade your plan to use this feature',
      ],
    },
    {
      cause: 'provider_outage',
      words:
        /(?:because of|due to|for|under|during|undergoing) (?:scheduled |planned |system |routine )?(?:maintenance|downtime|an? outage|outages?)\b|(?:temporarily )?(?:cannot|could not) be (?:connected|reached|accessed|contacted)|(?:status|response) code ?:? ?\[0\]|internal ?server ?error|service (?:is )?(?:temporarily |currently )?(?:unavailable|not available|down)|bad gateway|gateway time-?out|server (?:is )?not responding|(?:did|does) not respond|no response (?:from|received)|server (?:error|is (?:down|busy|unavailable|not responding)|unavailable|did not respond|disconnected|overloaded)|(?:temporarily|currently) (?:unavailable|down|experiencing)|(?:request|connection|operation|call|response|read|query|sync|connect|it|server|api)[^.]{0,20}time[d]?[ -]?out|(?:timeout|timed out)[^.]{0,30}(?:waiting|while|when|exceeded|error|of|after|connecting)|\btime-?out\b|under(?:going)? maintenance|locked out|scheduled maintenance|went wrong on (?:our|their) (?:end|side)|econn(?:reset|refused|aborted)|etimedout|enotfound|eai again|socket hang ?up|(?:forcibly|unexpectedly) closed|transport connection|connection (?:was )?(?:reset|refused|aborted|closed|timed)|network ?(?:error|is unreachable)|(?:could not|unable to|cannot|failed to) (?:connect to|reach|contact|communicate with)[^.]{0,30}(?:server|service|host|\bapi)\b|system ?(?:fault|failure)|application error has occurred|unexpected (?:internal )?(?:server )?(?:error|problem|condition)[^.]{0,60}(?:system|server|internal)|internal error|(?:xero|quickbooks|intuit|qbo|api|provider|service|bill com) (?:is |are |was |appears to be |may be )?(?:currently )?(?:down|offline|unavailable|experiencing|having (?:issues|problems)|not responding|unresponsive)|curl error|dns|ssl (?:error|handshake|connection)|remote server (?:returned|error)|servicio no disponible|service indisponible|dienst nicht verfugbar|serverfehler|erreur (?:interne )?(?:du )?serveur|error interno del servidor|zeituberschreitung|tiempo de espera|delai (?:d attente )?depasse|fetch failed/,
      unless: /\(-300\d\d\)|time ?zone|payment timeout|session (?:has )?timed|database/,
      strength: 3,
      examples: [
        '500 Internal Server Error',
        'Service Temporarily Unavailable',
        'connect ECONNREFUSED 127.0.0.1:443',
        'The request timed out',
        'It looks like something went wrong on our end',
        'System Failure Error',
        'Unable to connect to QuickBooks server',
        'Erreur interne du serveur',
      ],
    },
    {
      cause: 'provider_outage',
      words:
        /\b(?:quickbooks(?: desktop)?|web connector|computer|desktop app|sync manager)\b[^.]{0,16} (?:is |are )?not (?:currently )?(?:open|running|started|switched on|turned on|online)\b/,
      unless: /company file (?:is )?different|another company/,
      strength: 3,
      examples: ['QuickBooks Desktop is not running on the host computer'],
    },
    {
      cause: 'provider_outage',
      words:
        /(?:could not|unable to|cannot|failed to) (?:connect to|reach|contact|communicate with) (?:xero|quickbooks|intuit|qbo|bill com)|unexpected error (?:has )?occurred while (?:accessing|saving|processing|communicating)|organization (?:is )?(?:currently |temporarily )?offline|status page|wait a (?:few|little|moment)|(?:please )?try (?:again|your request again) (?:later|in a (?:few|little))|(?:unexpected|unknown|unhandled)[^.]{0,20}(?:server|internal)|\b50[0234]\b/,
      unless: /\(-300\d\d\)|amount|total|\bline|invoice (?:number|#)|code|permission|closed|account|status of /,
      strength: 1,
      examples: ['Sorry, we could not complete that. Please try again later.'],
    },
  ],
};
