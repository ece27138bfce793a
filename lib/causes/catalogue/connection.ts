import type { CatalogueOf } from './entry.ts';

/** Sign-in and rights. */
export const CONNECTION_ENTRIES: CatalogueOf<
  'token_expired' | 'connection_revoked' | 'insufficient_scope' | 'insufficient_permission' | 'wrong_company'
> = {
  token_expired: {
    meaning:
      'The sync job’s sign-in to the ledger ran out. It lasts an hour with QuickBooks Online and half an hour with Xero, and a healthy job renews it by itself.',
    examples: [
      ['qbo', 'message=AuthenticationFailed; errorCode=003200; statusCode=401'],
      ['xero', 'TokenExpired: token expired at 03/04/2022 12:33:01'],
      ['other', 'Session is invalid. Please log in.'],
    ],
    steps: [
      'Wait for the next run: the job renews its sign-in and tries again.',
      'If the same message comes twice in a row, open the job’s connections and sign in anew, as for a connection that has ended.',
    ],
    prevention: 'Run the job more often than its sign-in lasts, and let only one copy of it renew the sign-in.',
  },
  connection_revoked: {
    meaning:
      'The ledger no longer accepts the sync job’s connection: somebody disconnected it, the person who connected it left, or it was not used for too long (100 days with QuickBooks Online, 60 with Xero).',
    examples: [
      ['qbo', 'QuickBooks Reconnect Error: OAuth Token Rejected.'],
      ['xero', 'Exception: invalid_grant'],
      ['other', 'User name and/or password do not match our records.'],
    ],
    steps: [
      'Open the connections of the system that runs the sync job.',
      {
        qbo: 'Reconnect QuickBooks Online as a company or primary administrator.',
        xero: 'Reconnect Xero as an Adviser or a Standard user.',
      },
      'Choose the same company as before.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Connect with a user of the business and not of one person, and reconnect before that user is removed.',
  },
  insufficient_scope: {
    meaning: 'The connection was made without the right to do this kind of work, whoever connected it.',
    examples: [
      ['qbo', 'The access token does not have sufficient scope'],
      ['xero', '{"Title":"Unauthorized","Status":401,"Detail":"AuthorizationUnsuccessful"}'],
    ],
    steps: [
      'Disconnect and connect again, and leave every box ticked on the ledger’s page that asks for consent.',
      'If it fails again, ask the vendor of the sync job to ask for the missing right: older connections do not gain it by themselves.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'After the vendor announces new features, reconnect once so that the new rights are granted.',
  },
  insufficient_permission: {
    meaning: 'The user behind the connection may sign in, but may not do this in the ledger.',
    examples: [
      ['qbo', 'AuthorizationFailure: -11014-You do not have access to use QuickBooks Online Plus.'],
      ['xero', 'The User specified does not have the correct permissions to perform this action'],
    ],
    steps: [
      {
        qbo: 'In Settings, Manage users, give the connecting user the role of an administrator, or of standard access to customers and vendors.',
        xero: 'In Settings, Users, give the connecting user the role Standard or Adviser.',
      },
      'Or reconnect as somebody who has that role.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Keep one user for sync jobs, and do not narrow its role when people change.',
  },
  wrong_company: {
    meaning: 'The connection reaches another company than the one these records belong to, or a test company.',
    examples: [
      ['xero', '{"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}'],
      ['qbo', 'app_already_purchased'],
    ],
    steps: [
      'Compare the company’s name in the sync job with the name in the ledger.',
      'Disconnect, then connect again and choose the right company on the ledger’s page.',
      'Check that nothing was written to the other company meanwhile.',
      'Put the failed records back to Pending.',
    ],
    prevention: 'Whoever has several companies should sign out of the ledger before connecting one of them.',
  },
};
