import type { RuleFamily } from './rule.ts';

/** Sign-in and rights: the token, the connection, what it may do, and which company it reaches. */
export const CONNECTION: RuleFamily = {
  name: 'connection',
  rules: [
    {
      // A connection that lacks a permission was given too little by whoever granted it; a user who lacks one has too small a role.
      cause: 'insufficient_scope',
      words:
        /\b(?:connection|token|app|application|integration|authorization|grant|consent|link)\b[^.]{0,24} (?:(?:(?:is |was )?(?:missing|lacking|without)|lacks?|(?:does|did) not (?:have|include|cover|carry|hold)|has no|needs?|requires?)\b[^.]{0,40}\bscopes?\b|(?:(?:is |was )?(?:missing|lacking)|lacks?) (?:the |an? )?(?!required|necessary|sufficient)['"]?\w{3,20}\b[^.]{0,24}\bpermissions?\b)/,
      unless: /\buser|\brole\b|admin|valid connection|desktop|company file/,
      strength: 5,
      examples: [
        'Your QuickBooks connection lacks the "payments" permission. Reconnect.',
        'The app does not have the payroll scope; disconnect and connect again',
        'Xero token is missing the contacts.read permission',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /\b(?:rejected|refused|declined|denied|did not accept) (?:the |our |your |an? |this )?(?:\w{2,12} )?(?:token|authorization|oauth|sign-?in|login|authentication)(?: code| grant)? (?:request|exchange|refresh|renewal)\b|\b(?:token|oauth|authorization) (?:code )?(?:request|exchange|renewal) (?:was |has been |is |got )?(?:rejected|refused|declined|denied|failed|unsuccessful)\b/,
      unless: /time[d]?[ -]?out|\b50\d\b|scope/,
      strength: 4,
      examples: ['Xero refused our token exchange', 'The OAuth request was declined', 'Token renewal failed'],
    },
    {
      // The address that hands out tokens says no: what it was asked with was taken back.
      cause: 'connection_revoked',
      words:
        /\b(?:40[013]|unauthorized|bad request|invalid client)\b[^\n]{0,90}\b(?:oauth2\/v1\/tokens?\b|connect\/token\b|oauth2?\/(?:access )?token\b)/,
      unless: /time[d]?[ -]?out|\b(?:429|50\d)\b|scope/,
      strength: 4,
      examples: [
        'HTTP 400 Bad Request for url: https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
        '401 Client Error: Unauthorized (POST https://identity.xero.com/connect/token)',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /\b(?:desconectad[oa]|no (?:esta|estan|se encuentra) (?:conectad|vinculad)[oa]|nao (?:esta )?(?:conectad|vinculad)[oa]|reconect(?:ar|e|ez)|deconnecte|n.est (?:pas|plus) (?:connecte|relie|lie)|reconnect(?:er|ez)|nicht (?:mehr )?(?:verbunden|verknupft)|verbindung (?:wurde |ist )?(?:getrennt|beendet|verloren)|(?:erneut|neu|wieder) (?:verbinden|verknupfen)|scollegat[oa]|disconness[oa]|non (?:e )?(?:piu )?(?:collegat|conness)[oa]|(?:ricolleg|riconnett)\w{1,4}|niet (?:meer )?(?:verbonden|gekoppeld)|opnieuw (?:verbinden|koppelen))/,
      unless:
        /otra (?:empresa|organizacion)|autre (?:entreprise|organisation|societe)|ander(?:e|en|es) (?:unternehmen|organisation|firma)|servidor|serveur|server/,
      strength: 4,
      examples: [
        'La cuenta de Xero no está conectada',
        "Votre compte Xero n'est plus connecté",
        'QuickBooks ist nicht mehr verbunden',
        'A conta do QuickBooks foi desconectada',
        'Il collegamento a Xero non è più collegato: ricollegare',
        'QuickBooks is niet meer gekoppeld',
      ],
    },
    {
      cause: 'wrong_company',
      words:
        /\b(?:connected|linked|authorized|signed in|logged in|mapped|belongs?|exported|synced|open(?:ed)?)\b[^.]{0,40} (?:to|with|for|of|from|in|into) (?:an)?other (?:\w{2,12} )?(?:organization|company|tenant|realm|company file|ledger)\b|\breconnect(?:ing)?\b[^.]{0,30}\b(?:and|to|then) (?:choose|pick|select) (?:an?|the|another|which|your|one) (?:\w{2,12} )?(?:organization|company|tenant)\b|\b(?:tenant|realm) (?:access |is |was )?(?:denied|forbidden|refused|not accessible)\b|\b(?:no|without|lost|denied) access to (?:this|the|that) (?:\w{2,12} )?(?:tenant|realm)\b/,
      unless: /contact|customer|vendor|supplier|subscription/,
      strength: 4,
      examples: [
        'Your QuickBooks login was linked to another company before, so nothing can be sent',
        'Bills of this account were first synced with another Xero organisation',
        'Reconnect QuickBooks and select the company again',
        'Access to tenant 3f2 refused: no access to this tenant',
      ],
    },
    {
      // Who is told to look at permissions lacks some, also where connecting again is one way to get them.
      cause: 'insufficient_permission',
      words:
        /\b(?:denied|refused|declined|rejected|blocked|cannot|not allowed|forbidden)\b[^\n]{0,80}\b(?:confirm|check|verify|review|ask|update)\b[^.]{0,30}\b(?:permissions?|access rights?|user role|user rights?|privileges?)\b/,
      unless: /scope|grant|lock date|closed|token/,
      strength: 4,
      examples: [
        'Xero refused access to this report. Check the permissions of the Xero user and connect again.',
        'QuickBooks blocked the request: verify your user rights, then reconnect',
      ],
    },
    {
      // Codes and statuses call a token that was taken back the same as one that ran out.
      cause: 'connection_revoked',
      words:
        /\b(?:token|consent|authorization|oauth grant)s? (?:(?:has|have|had) )?(?:(?:been|was|were|is|are|got) )?(?:revoked|withdrawn|rejected)\b|\b(?:revoked|withdrawn|rejected) (?:or expired )?(?:access |refresh |oauth |bearer |api )?(?:token|consent|authorization|grant)s?\b|\b(?:user|customer|client|admin(?:istrator)?|owner|merchant|they|someone|somebody|person|organization|company)\b[^.]{0,24} (?:revoked|withdrew|disconnected)\b[^.]{0,40}|\b(?:app|application|integration|token|access|authorization|consent|connection)\b[^.]{0,20} (?:been |was |were )?(?:revoked|withdrawn|disconnected|deauthorized|rejected) by the (?:user|customer|client|owner|admin|organization|company|account)|\boauth (?:2 )?access (?:has been |was )?revoked\b/,
      unless: /\b(?:not|never|if|in case|whether|unless|was it|or been|revoked (?:role|permission)|user role)\b/,
      strength: 5,
      examples: [
        'message=AuthenticationFailed; errorCode=003200; statusCode=401 Token revoked',
        '401 Unauthorized: the authorisation was withdrawn by the customer',
        'HTTP 401 consent has been revoked',
        'TokenExpired: the user disconnected the app in QuickBooks',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /\binvalid[ -]?grant|\bno refresh ?token|token refresh[^.]{0,12}(?:fail|error|unsuccess)|refresh[^.]{0,30}token[^.]{0,30}fail|fail[^.]{0,30}refresh[^.]{0,30}token|refresh ?token[^.]{0,40}(?:invalid|expired|revoked|incorrect|not valid|missing|not found|rejected|does not exist|has been used|already used)|(?:invalid|expired|revoked|incorrect|stale|missing) (?:or (?:invalid|expired|revoked) )?refresh ?token/,
      strength: 4,
      examples: [
        '{"error":"invalid_grant"}',
        'The Refresh token is invalid, please Authorize again.',
        'Incorrect or invalid refresh token',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /(?:oauth|expected|access) token (?:does not match|mismatch)|match an expected[^.]{0,10}token|token[^.]{0,60}(?:revoked|rejected|has been (?:removed|deleted|canceled|disconnected))|(?:revoked|rejected|no longer valid) (?:access |oauth |api )?token|expired or revoked|(?:has|have) denied (?:\w{1,8} )?access|access (?:has )?(?:not )?been revoked|(?:keys?|authorization|login|sign-?in) (?:has |have )?expired|renew (?:your |the )?keys?\b|revoked (?:the |its |their )?(?:access|consent|connection|authorization|permissions?)|access to [^.]{0,30}(?:has been |was |is )(?:revoked|removed|withdrawn)|(?:access|consent|connection|authorization|grant|permission) (?:has been |was |is |have been )?(?:revoked|withdrawn|removed|canceled)|(?:withdrew|withdrawn|removed) (?:the |its |their )?(?:access|consent|authorization)/,
      strength: 4,
      examples: ['OAuth Token Rejected.', 'oauth_problem=token_rejected', 'The user has revoked access to the app'],
    },
    {
      cause: 'connection_revoked',
      words:
        /\breconnect|reauth|reestablish[^.]{0,20}connection|(?:connect|authenticate|authorize|sign in|log in)[^.]{0,40}\bagain\b|renew[^.]{0,30}(?:connection|authorization|consent)|refresh (?:the|your) (?:connection|credentials|authorization)|(?:vuelva|volver) a (?:conectar|autorizar)|reconecte|reconnecter|reconnectez|(?:erneut|neu|wieder) (?:verbinden|anmelden|autorisieren)/,
      unless: /session[^.]{0,40}(?:expired|invalid|timed)|password has been changed$|permission (?:is |was )?denied/,
      strength: 3,
      examples: [
        'Your QuickBooks connection needs attention. Please reconnect.',
        'Please reauthorise the integration',
        'You must connect to Xero again',
      ],
    },
    {
      // Who says that the ledger itself, or the link to it, is not authorised means the link; a user lacks rights instead.
      cause: 'connection_revoked',
      words:
        /(?:xero|quickbooks(?: online)?|qbo|bill com|connection|integration|request to \w{2,12}) (?:is |was |has )?not (?:been |yet )?(?:been )?authorized|fail(?:ed|ure|ing)?(?: in)? (?:getting|obtaining|fetching|retrieving|to (?:get|obtain|fetch|retrieve|acquire))[^.]{0,12}(?:access |oauth |new )token/,
      strength: 2,
      examples: [
        'Xero is not authorised',
        'We cannot publish this item because your request to Xero was not authorised.',
        'OAuthException: failed getting access token',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /valid connection|connection (?:is )?required|connection[^.]{0,50}(?:expired|dropped|ended|terminated|severed|lost|broken|disconnected|disabled|no longer|not (?:active|valid|authorized|found|established|working)|has been removed|was removed|inactive|is invalid|deauthorized|failed to verify)|(?:failed to verify|expired|lost|broken|invalid|inactive|no (?:active|valid)?) ?connection|disconnected|deauthorized|not (?:currently )?connected|not been connected|(?:connect|link)(?:ed|ing)? (?:it |them )?(?:once more|anew)|(?:fail(?:ed|ure)|unable|could not) to (?:re)?link|no longer (?:connected|authorized|has access to your)|(?:conexion|connexion|verbindung)[^.]{0,40}(?:caduc|expir|perd|desconect|revoc|rompu|abgelaufen|getrennt|unterbrochen|verloren|ungultig)/,
      unless:
        /connection (?:was )?(?:reset|refused|aborted|timed|closed|pool)|econn|network|different (?:company|organization)|database connection|internet|lost connection to (?:the )?(?:server|host)/,
      strength: 3,
      examples: [
        'Xero connection expired',
        'The connection to QuickBooks was lost',
        'Your account is not connected to Xero',
        'Company has been disconnected from QBO',
        'Connexion à Xero expirée',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /account ?validation ?error|invalid (?:oauth )?client\b|(?:oauth|consumer|api) ?key[^.]{0,20}(?:unknown|invalid|rejected|not valid)|(?:credentials?|user ?name|password|login|log-in|sign-?in|email and password|dev(?:eloper)? ?key)[^.]{0,50}(?:do(?:es)? not match|invalid|incorrect|wrong|not valid|failed|rejected|expired|unsuccessful|has been changed)|(?:invalid|incorrect|wrong|bad|stale) (?:login|credential|user ?name|password|dev(?:eloper)? ?key|api ?key)|account error/,
      unless: /clos(?:ed|ing)|period/,
      strength: 3,
      examples: [
        'User name and/or password do not match our records.',
        'Invalid credentials',
        "Failed to verify connection 'My Xero'. Account error (invalid_grant)",
        'AccountValidationError',
      ],
    },
    {
      cause: 'connection_revoked',
      words:
        /\b(?:connect|link|sign in to|log in to) (?:to )?(?:your |an? |the )?(?:xero|quickbooks|qbo|intuit|sage|netsuite|bill com|accounting)\b[^.]{0,30}\b(?:before|first|to (?:continue|sync|export|publish|send|proceed|start))\b/,
      unless: /\b(?:could|can) ?not|unable|failed|wrong|different|grant|scope|invoice (?:must|to)/,
      strength: 3,
      examples: ['Connect your Xero organisation first', 'Link QuickBooks before exporting bills'],
    },
    {
      cause: 'connection_revoked',
      words:
        /\bno (?:active |valid |stored )?(?:xero|quickbooks|qbo|intuit|netsuite|sage intacct) (?:compan(?:y|ies)|organizations?|tokens?|credentials?|connections?) (?:(?:is|are|was|were|has been|have been) )?(?:currently )?(?:connected|linked|found|stored|saved|set up)\b/,
      strength: 4,
      examples: ['No Xero tokens stored for this tenant', 'No QuickBooks company is connected'],
    },
    {
      cause: 'token_expired',
      words:
        /(?:access |auth |oauth |bearer |authentication |security )?token[^.]{0,30}(?:expired|no longer valid|has expired|is expired|timed out|not valid|invalid|could not be (?:validated|verified)|validation failed|missing|empty|is not present)|(?:expired|invalid|empty|missing|bad) (?:access |oauth |bearer |auth |authentication )?token|jwt (?:has |is )?expired|expired ?access ?token|token (?:caducado|expire)|jeton[^.]{0,20}expire|token[^.]{0,20}abgelaufen/,
      unless: /refresh ?token|unexpected token|sync ?token|csrf|json|parse/,
      strength: 3,
      examples: [
        'TokenExpired: token expired at 11/03/2021 03:51:02',
        'The access token has expired',
        'Token validation failed',
        'Authorization token is invalid',
      ],
    },
    {
      cause: 'token_expired',
      words: /malformed (?:bearer |access |oauth )?token|bearer token[^.]{0,20}(?:malformed|too short|too long)/,
      strength: 4,
      examples: ['Malformed bearer token: too short or too long'],
    },
    {
      cause: 'token_expired',
      words:
        /(?:session)[^.]{0,40}(?:expired|invalid|timed out|not valid|has ended|no longer)|(?:invalid|expired) session|expired ?auth ?error|authentication ?(?:fail(?:ed|ure)|error|process)|general authentication|authentication error general|authenticate ?fail|authentication (?:is )?required|not authenticated|unable to authenticate|could not authenticate|failed to authenticate|authentication unsuccessful/,
      strength: 2,
      examples: [
        'Session is invalid.  Please log in.',
        'message=AuthenticationFailed; errorCode=003200; statusCode=401',
        'ApplicationAuthenticationFailed',
      ],
    },
    {
      cause: 'token_expired',
      words: /\bun-?authorized\b|\bunauthenticated\b|\b401\b|no autorizado|non autorise|nicht autorisiert/,
      unless: /unauthorized client|amount|total|line|invoice (?:number|#)/,
      strength: 1,
      examples: ['HTTP 401 Unauthorized', 'Unauthorized'],
    },
    {
      cause: 'insufficient_scope',
      words:
        /(?:sufficient|insufficient|invalid|missing|required|necessary|additional|correct|granted|requested|wrong|unauthorized|lacks?(?: the)?) (?:oauth ?2?\.?0? |api |access |token )?scopes?\b|scopes?[^.]{0,40}(?:insufficient|invalid|missing|not (?:granted|authorized|allowed|included|sufficient|permitted|enabled)|required|does not (?:include|allow|permit))|(?:requires?|needs?|missing) (?:the )?(?:oauth )?scopes?\b|have (?:the )?[a-z. ]{0,40}scope|without (?:the )?[a-z. ]{0,30}scope|authorization unsuccessful|(?:additional|re)consent (?:is )?required/,
      unless: /out of scope/,
      strength: 4,
      examples: [
        'The access token does not have sufficient scope',
        'AuthorizationUnsuccessful',
        '{"error":"invalid_scope"}',
        'insufficient_scope',
        'The request requires the scope accounting.invoices which was not granted',
      ],
    },
    {
      cause: 'insufficient_scope',
      words:
        /(?:not authorized|not approved|missing|without|lacks?|requires?)[^.]{0,24}com intuit quickbooks|\b(?:payments?|payroll|accounting|budgets?|time|bank feeds?) (?:is |are )?not (?:yet )?authorized for|(?:has|have|did|do) not (?:yet )?(?:grant|giv|gave|allow|approv)\w{0,4}[^.]{0,30}\b(?:access|permission)\b/,
      unless: /\brole\b|administrator|admin (?:access|rights)/,
      strength: 5,
      examples: [
        'This token is not authorised for com.intuit.quickbooks.payroll. Reconnect to go on.',
        'The organisation has not granted payroll access yet. Reconnect Xero.',
        'QuickBooks Time is not authorised for this connection',
      ],
    },
    {
      // To connect again alone means that the connection ended; to grant something by it, that it may not do this.
      cause: 'insufficient_scope',
      words:
        /(?:reconnect|(?:connect|authorize|sign in) (?:\w{2,12} )?again|disconnect)[^\n]{0,60}\b(?:to |and |must |let )?(?:grant|allow|approve|tick|consent|let us)\b|(?:access|permission)s? (?:has |have |was |were )?not (?:been )?(?:granted|given|approved)|not (?:been )?(?:granted|given) (?:access|permission)/,
      unless: /password|role|admin (?:access|rights|permission)|user (?:does|is|has)/,
      strength: 4,
      examples: [
        'Reconnect Xero to grant access to your bank accounts.',
        'An admin needs to reconnect Xero and approve the requested access.',
        'Xero payroll access not granted (403)',
      ],
    },
    {
      cause: 'wrong_company',
      words:
        /(?:select|choose|pick|connect(?:ed)? to|reconnect(?: to)?) the (?:correct|right|same) (?:quickbooks |xero |qbo )?(?:online )?(?:company|organization|tenant)|wrong (?:quickbooks |xero |qbo )?(?:company|organization|tenant|realm|cluster|environment|account file|file)|different (?:quickbooks |xero |qbo |intuit )?(?:online )?(?:company|organization|tenant|realm|company file)|(?:company|organization|tenant|realm)(?: id| file| name)?[^.]{0,60}(?:mismatch|(?:do(?:es)? not|did not|no longer) match(?:es)?|is not the (?:same|one|company|organization)|differs?\b|has changed|not linked to|is not connected|already (?:connected|linked)|was reset|has been reset)|(?:another|other|multiple) (?:xero |quickbooks )?(?:compan(?:y|ies)|organizations?|tenants?) (?:is|are|has|have|was)[^.]{0,20}(?:connected|linked|been)|sandbox[^.]{0,80}production|production[^.]{0,80}sandbox|wrong cluster|app already purchased|not (?:the )?same (?:company|organization)|invalid company info|(?:invalid|unknown|incorrect|no) (?:company ?id|realm ?id|tenant ?id|organization ?id|xero[- ]tenant[- ]id|company|tenant|organization|realm)\b(?! status)/,
      unless:
        /subscription|lapsed|company (?:name|status|currency)|currenc|not linked to (?:an? |the )?(?:[\w ]{0,16})(?:customer|vendor|supplier|contact)/,
      strength: 4,
      examples: [
        'You are connected to a different QuickBooks company',
        'The realm id does not match the company of the token',
        'Wrong cluster',
        'Sandbox tokens cannot be used with the production URL',
        'Invalid tenant id',
      ],
    },
    {
      cause: 'wrong_company',
      words:
        /\b(?:choose|select|pick) (?:an?|another|a different|which) (?:\w{2,12} )?(?:organization|company|tenant|realm)\b|\b(?:tenant|organization|company|realm) (?:is )?(?:unavailable|not available|not found|not selected)\b/,
      unless: /subscription|trial|maintenance|temporar|\bvendor|customer|name of/,
      strength: 3,
      examples: ['Please choose another organisation', 'Realm not selected'],
    },
    {
      cause: 'wrong_company',
      words:
        /(?:organization|company|tenant|realm)[^.]{0,30}(?:reason:? )?[^.]{0,20}(?:has been |was |is |been )(?:permanently )?deleted|organization (?:has been )?deleted or deactivated|company (?:data )?files?[^.]{0,20}(?:already open|is different|are open)|multiple company files|no destination found|partition key/,
      unless: /customer|vendor|contact|supplier|client company/,
      strength: 4,
      examples: [
        'Organisation offline: Reason organisation has been deleted or deactivated',
        'A QuickBooks company data file is already open and it is different from the one requested',
        'message=No destination found for given partition key; errorCode=007001; statusCode=400',
      ],
    },
    {
      cause: 'insufficient_permission',
      words:
        /(?:no longer|not|never|lost|losing|without)[^.]{0,20}(?:master |company |primary |full |an? )?(?:admin(?:istrator|istrative)?|adviser|advisor|standard user)\b[^.]{0,20}(?:access|rights?|role|permissions?|privileges?|user|of)|(?:user|person|admin(?:istrator)?|employee)\b[^.]{0,40}(?:no longer has|has lost|lost (?:their|his|her|its))[^.]{0,20}(?:access|rights?|role|permissions?|privileges?)/,
      unless: /ask|contact (?:your|the|an)|subscription|trial/,
      strength: 4,
      examples: [
        'The user who connected no longer has admin access to this company.',
        'The connecting user is no longer an administrator of the company',
      ],
    },
    {
      cause: 'insufficient_permission',
      words:
        /do(?:es)? not have[^.]{0,30}(?:access|permission|privilege|rights?|authority|authorization|role)|(?:invalid|insufficient|missing|required) (?:user )?role\b|(?:permission|access|privilege|rights?)s?[^.]{0,20}(?:denied|insufficient|not granted|required|restricted|forbidden|missing)|(?:insufficient|not enough|lacks?|lacking|missing|inadequate|no|correct|necessary|required|sufficient|proper|appropriate|adequate) (?:user |account |the |necessary |required |correct |security )?(?:permission|privilege|access rights|rights|authority)|(?:permission|access|authorization) (?:is |was |has been )?(?:denied|declined|refused)|access rights|user[^.]{0,30}(?:is )?read[- ]?only|read[- ]?only (?:user|access|role)|ask (?:the|your|an) (?:\w{1,10} )?admin|not (?:currently )?(?:permitted|authorized|allowed|entitled|privileged) to (?:access|perform|view|use|make|do|create|record|post|pay|edit|update|add|approve|connect|void|delete|read|write|this|the|complete|carry)|unauthorized (?:to|user|for|access)|no access to|does not allow (?:access|you)|only (?:an? |the )?(?:company |primary |master |account )?(?:admin|administrator|owner|adviser|advisor)|(?:must|needs? to|has to|have to) be (?:an? |the )?(?:\w{2,12} )?(?:company |primary |master |account )?(?:admin|administrator|owner|standard user|adviser)|(?:user|adviser|admin)[^.]{0,20} role|not (?:listed as |set up as )?an? (?:company )?admin|need(?:s)? (?:admin|administrator)/,
      unless: /closed|locked|lock date|(?:plan|subscription|edition) do|organization is not subscribed|refresh token/,
      strength: 3,
      examples: [
        'AuthorizationFailure: –11014-You do not have access to use QuickBooks Online Plus.',
        'The User specified does not have the correct permissions to perform this action',
        'You are not permitted to access this resource',
        'Permission Denied Error',
        'Only an admin can connect',
        'Your user role does not allow you to create bills',
      ],
    },
    {
      cause: 'insufficient_permission',
      words:
        /(?:sin|no tiene|falta de) (?:los )?permisos?|permiso denegado|acceso denegado|acces refuse|autorisations? (?:insuffisante|manquante)|droits (?:insuffisants|d acces)|keine berechtigung|fehlende berechtigung|zugriff verweigert|nicht berechtigt/,
      strength: 3,
      examples: ['Acceso denegado', 'Accès refusé', 'Keine Berechtigung für diese Aktion'],
    },
    {
      cause: 'insufficient_permission',
      words:
        /authorization ?(?:fail(?:ed|ure)|fault|error|denied)|\bforbidden\b|\b403\b|not authorized|access is not allowed/,
      strength: 1,
      examples: ['message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403'],
    },
  ],
};
