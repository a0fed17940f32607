import { BotError } from '../../errors.ts';
import type { BucketError } from './bucket-client.ts';
import type { Diagnose, Diagnosis } from './bucket-test.ts';
import { type Connection, readConnectionString } from './connection-string.ts';
import type { AzureContainer } from './recording.ts';
import type { SharedAccess } from './shared-access.ts';

/** The letter of a signature that an operation takes, with its word, and what goes wrong without it. */
const letters: Record<string, { letter: string; word: string; remark: string }> = {
  'Put Block': { letter: 'w', word: 'write', remark: '' },
  'Put Block List': { letter: 'w', word: 'write', remark: '' },
  'Set Blob Metadata': {
    letter: 'w',
    word: 'write',
    remark:
      ' Without it recordings arrive, but bare of their metadata: neither the account nor the tags are known of them.',
  },
  'Get Blob': {
    letter: 'r',
    word: 'read',
    remark: ' Without it recordings are kept and nobody can play them.',
  },
  'Get Blob Properties': {
    letter: 'r',
    word: 'read',
    remark: ' Without it recordings are kept and nobody can play them.',
  },
  'List Blobs': { letter: 'l', word: 'list', remark: ' The gateway does not need it.' },
  'Delete Blob': {
    letter: 'd',
    word: 'delete',
    remark:
      ' Without it recordings are kept and nobody can delete them; the gateway does not need it.',
  },
};

/** What recordings, their test and their listeners need. */
const ALL_LETTERS = 'rcwdl';

/** What Azure refuses for reasons of its own. */
export const diagnoseAzure: Diagnose<AzureContainer> = (container, _step, error) => {
  const connection = connectionOf(container);
  if (connection instanceof BotError) {
    return {
      cause: `Nothing was sent: the Connection String cannot be used. ${connection.why}`,
      fix: 'Give it anew, whole, as Azure’s portal shows it (storage account, Access keys).',
    };
  }
  const { account, endpoint, credential } = connection;
  const isKey = credential.kind === 'account key';
  switch (error.trouble) {
    case 'access denied':
      return denied(connection, error);
    case 'signature wrong':
      return isKey
        ? {
            cause: `AccountKey is not a key of the storage account “${account}”: it was rotated, or is another account’s.`,
            fix: 'Copy the connection string anew from the storage account (Security + networking, Access keys).',
          }
        : {
            cause: `The storage account “${account}” does not accept the SharedAccessSignature: the key that signed it was rotated, or it was changed.`,
            fix: newSignature(),
          };
    case 'key expired':
      return isKey ? null : outOfTime(credential.says, error.told.code === 'notYetValid');
    case 'bucket missing':
      return {
        cause:
          error.told.code === 'ResourceNotFound'
            ? `There is no storage account “${account}” at ${new URL(endpoint).host}.`
            : `The storage account “${account}” has no container named “${container.name}”.`,
        fix:
          error.told.code === 'ResourceNotFound'
            ? 'Copy the connection string anew from the storage account.'
            : 'Create it there, or correct the Container Name.',
      };
    case 'name not found':
      return {
        cause: `There is no ${new URL(endpoint).host}: no storage account has the name “${account}”.`,
        fix: 'Copy the connection string anew from the storage account; if it is right, check the DNS of this machine.',
      };
    case 'account disabled':
      return {
        cause: `The storage account “${account}” is disabled.`,
        fix: 'Look at its subscription in Azure’s portal: most often a bill is open, or its credit is used up.',
      };
    case 'object protected':
      return error.told.code === 'LeaseIdMissing'
        ? {
            cause: 'Somebody holds a lease on the blob: it cannot be deleted.',
            fix: 'Break the lease in Azure’s portal, and look for the program that takes it.',
          }
        : {
            cause: 'An immutability policy or a legal hold of the container protects the blob.',
            fix: 'Nothing, if recordings are to be kept so: it can be deleted once its time is over. Else change the policy of the container.',
          };
    case 'credential unusable':
      return error.call === 'Service SAS' ? noLinks : null;
    case 'other':
      return error.told.code === 'InvalidMetadata' ? invalidMetadata : null;
    default:
      return null;
  }
};

const noLinks: Diagnosis = {
  cause:
    'A link to one recording cannot be made with a SharedAccessSignature: it would open all that the signature opens, for as long.',
  fix: 'To listen from here, give a connection string with AccountKey.',
};

const invalidMetadata: Diagnosis = {
  cause: 'Azure does not take the metadata: the name or the value of a tag has other characters.',
  fix: 'Name tags with letters, digits and _ alone, beginning with a letter, and keep to plain letters in their values.',
};

function denied(connection: Connection, error: BucketError): Diagnosis {
  const { account, credential } = connection;
  const { call, told } = error;
  switch (told.code) {
    case 'AuthorizationFailure':
      return {
        cause: `The network rules of the storage account “${account}” keep out who asks from here.`,
        fix: 'Let in the addresses of the gateway, and of this bot (Security + networking, Networking).',
      };
    case 'KeyBasedAuthenticationNotPermitted':
      return {
        cause: `The storage account “${account}” permits no access by its keys, nor by what they signed.`,
        fix: 'Enable “Allow storage account key access” (Settings, Configuration): the gateway has no other way in.',
      };
    case 'PublicAccessNotPermitted':
      return {
        cause: `The storage account “${account}” saw no credential in what was sent.`,
        fix: newSignature(),
      };
    default:
      return credential.kind === 'account key'
        ? deniedToKey(account, call)
        : deniedToSignature(connection, credential.says, error);
  }
}

/** Neither a key nor its letters can lack anything: then roles decide. */
function deniedToKey(account: string, call: string): Diagnosis {
  return {
    cause: `Whom the Connection String stands for lacks the right to “${call}” in the storage account “${account}”.`,
    fix: 'Assign the role Storage Blob Data Contributor for this container (Access Control, Add role assignment), or give the connection string of the account’s own key.',
  };
}

function deniedToSignature(
  { endpoint }: Connection,
  says: SharedAccess,
  { call, told }: BucketError,
): Diagnosis {
  switch (told.code) {
    case 'AuthorizationServiceMismatch':
      return {
        cause: `The SharedAccessSignature is not for blobs: it says \`ss=${says.services ?? ''}\`, without \`b\`.`,
        fix: newSignature(),
      };
    case 'AuthorizationResourceTypeMismatch': {
      const [type, word] = call === 'List Blobs' ? ['c', 'containers'] : ['o', 'objects'];
      return {
        cause: `The SharedAccessSignature is not for ${word}: it says \`srt=${says.resourceTypes ?? ''}\`, without \`${type}\`.`,
        fix: newSignature(),
      };
    }
    case 'AuthorizationProtocolMismatch':
      return {
        cause: `The SharedAccessSignature allows https alone, and BlobEndpoint is ${new URL(endpoint).origin}.`,
        fix: 'Begin BlobEndpoint with https://.',
      };
    case 'AuthorizationSourceIPMismatch':
      return {
        cause:
          'The SharedAccessSignature is for certain addresses (`sip`), and this bot’s is none of them.',
        fix: `Include the addresses of the gateway, and of this bot. ${newSignature()}`,
      };
    default:
      return lackingLetter(says, call);
  }
}

function lackingLetter(says: SharedAccess, call: string): Diagnosis {
  const needed = letters[call] ?? { letter: 'w', word: 'write', remark: '' };
  const { letter, word, remark } = needed;
  if (says.policy && !says.permissions?.includes(letter)) {
    return {
      cause: `The stored access policy “${says.policy}” of the container lacks the letter \`${letter}\` (${word}).`,
      fix: `Add it to the policy (container, Access policy).${remark}`,
    };
  }
  if (!says.permissions?.includes(letter)) {
    return {
      cause: `The SharedAccessSignature lacks the letter \`${letter}\` (${word}): it says \`sp=${says.permissions ?? ''}\`.`,
      fix: `${newSignature()}${remark}`,
    };
  }
  if (says.delegated) {
    return {
      cause: `Whoever signed the SharedAccessSignature lacks the right to “${call}”, which it says: it grants no more than they have.`,
      fix: `Assign them the role Storage Blob Data Contributor for this container (Access Control, Add role assignment).${remark}`,
    };
  }
  return {
    cause: `The container refuses “${call}”, though the SharedAccessSignature says \`${letter}\` (${word}).`,
    fix: `Look at the access policy of the container. ${newSignature()}`,
  };
}

function outOfTime({ expires, starts }: SharedAccess, notYet: boolean): Diagnosis {
  if (notYet) {
    return {
      cause: `The SharedAccessSignature is valid from ${starts ? day(starts) : 'a later day'} only.`,
      fix: `Wait for that, or make one that begins at once. ${newSignature()}`,
    };
  }
  return {
    cause: `The SharedAccessSignature expired${expires ? ` on ${day(expires)}` : ''}.`,
    fix: `${newSignature()} The gateway cannot renew it: nothing is recorded after its end. AccountKey has none.`,
  };
}

/** As `2027-01-31 09:30 UTC`. */
function day(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function newSignature(): string {
  return `Make a new one with \`ss=b\`, \`srt=co\` and \`sp=${ALL_LETTERS}\` (Security + networking, Shared access signature), and give its connection string.`;
}

function connectionOf({ connectionString }: AzureContainer): Connection | BotError {
  try {
    return readConnectionString(connectionString.reveal());
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
}
