import { BotError } from '../../errors.ts';
import type { BucketError } from './bucket-client.ts';
import type { Diagnose, Diagnosis, TestStep } from './bucket-test.ts';
import type { GoogleBucket } from './recording.ts';
import { readServiceKey, type ServiceKey } from './service-key.ts';

/** The smallest role that grants a permission, as the console and the API call it. */
const roles = {
  creator: { name: 'Storage Object Creator', id: 'roles/storage.objectCreator' },
  viewer: { name: 'Storage Object Viewer', id: 'roles/storage.objectViewer' },
  user: { name: 'Storage Object User', id: 'roles/storage.objectUser' },
};

/** What goes wrong without a permission, and which role grants it. */
const permissions: Record<string, { role: keyof typeof roles; remark: string }> = {
  'storage.objects.create': { role: 'creator', remark: '' },
  'storage.objects.update': {
    role: 'user',
    remark:
      ' Without it recordings arrive, but bare of their metadata: neither the account nor the tags are known of them, and nobody can play them here.',
  },
  'storage.objects.get': {
    role: 'viewer',
    remark: ' Without it recordings are kept and nobody can play them.',
  },
  'storage.objects.list': { role: 'viewer', remark: ' The gateway does not need it.' },
  'storage.objects.delete': {
    role: 'user',
    remark:
      ' Without it recordings are kept and nobody can delete them; the gateway does not need it.',
  },
};

/** What Google Cloud Storage refuses for reasons of its own. */
export const diagnoseGoogle: Diagnose<GoogleBucket> = (bucket, step, error) => {
  const key = keyOf(bucket);
  if (key instanceof BotError) {
    return {
      cause: `Nothing was sent: the Service key cannot be used. ${key.why}`,
      fix: 'Give the JSON of a service account’s key anew, as Google’s console downloads it.',
    };
  }
  return byCode(error, key) ?? byTrouble(bucket, step, error, key);
};

function byTrouble(
  bucket: GoogleBucket,
  step: TestStep,
  { trouble, call, told }: BucketError,
  key: ServiceKey,
): Diagnosis | null {
  const atTokens = call === 'oauth2.token';
  const account = `the service account \`${key.clientEmail}\``;
  switch (trouble) {
    case 'access denied':
      return denied(bucket, step, call, key);
    case 'key unknown':
      return {
        cause: atTokens
          ? `Google does not know ${account}: it was deleted, or is of another cloud.`
          : `Google no longer accepts ${account}: it was deleted or disabled just now.`,
        fix: 'Make a key for a service account that there is, and give it as the Service key.',
      };
    case 'signature wrong':
      return {
        cause: `Google does not accept the key${key.keyId ? ` \`${key.keyId}\`` : ''} of ${account}: it was deleted or disabled, or its private_key is that of another.`,
        fix: 'Make a new key for the account (IAM & Admin, Service accounts, Keys, Add key, JSON), and give it as the Service key.',
      };
    case 'account disabled':
      return atTokens
        ? {
            cause: `${capital(account)} is disabled.`,
            fix: 'Enable it again, or give the key of another.',
            policy: `gcloud iam service-accounts enable ${key.clientEmail}`,
          }
        : {
            cause: `The billing account of the project that the bucket “${bucket.name}” belongs to is closed or disabled.`,
            fix: 'Let whoever runs the project link an open billing account to it.',
          };
    case 'credential unusable':
      return {
        cause: `Google gives out no token for ${account}.`,
        fix: 'Make a new key for it, and give it as the Service key, whole and unchanged.',
      };
    case 'object protected':
      return protectedBy(told.code, call);
    case 'endpoint unusable':
    case 'private address':
      return foreign(key);
    default:
      return null;
  }
}

/** Reasons that no permission mends. */
function byCode({ told }: BucketError, { projectId, clientEmail }: ServiceKey): Diagnosis | null {
  const project = projectId ? `the project “${projectId}”` : 'the project of the key';
  switch (told.code) {
    case 'accessNotConfigured':
      return {
        cause: `The Cloud Storage JSON API is not enabled in ${project}.`,
        fix: 'Enable it in that project, and wait some minutes.',
        policy: `gcloud services enable storage.googleapis.com${projectId ? ` --project=${projectId}` : ''}`,
      };
    case 'vpcServiceControls':
      return {
        cause: 'A perimeter of VPC Service Controls keeps out who asks from here.',
        fix: `Let whoever runs the organisation admit \`${clientEmail}\` from the addresses of the gateway, and of this bot, into the perimeter.`,
      };
    case 'userProjectMissing':
      return {
        cause: 'The bucket has Requester Pays on, and the gateway names nobody who pays.',
        fix: 'Turn Requester Pays off for this bucket.',
      };
    default:
      return null;
  }
}

function denied(
  bucket: GoogleBucket,
  step: TestStep,
  call: string,
  { clientEmail }: ServiceKey,
): Diagnosis {
  const needed = Object.hasOwn(permissions, call) ? permissions[call] : undefined;
  const role = roles[needed?.role ?? 'user'];
  const policy = [
    `gcloud storage buckets add-iam-policy-binding gs://${bucket.name}`,
    `--member=serviceAccount:${clientEmail}`,
    `--role=${role.id}`,
  ].join(' ');
  if (step === 'gone') {
    return {
      cause: `The object was deleted; that it is gone Google does not tell an account that lacks \`storage.objects.list\` on the bucket “${bucket.name}”.`,
      fix: 'Nothing, if nobody is to list recordings with this key. Else grant the role Storage Object Viewer (`roles/storage.objectViewer`).',
      policy: policy.replace(role.id, roles.viewer.id),
    };
  }
  const all =
    role === roles.user
      ? ''
      : ` Storage Object User (\`${roles.user.id}\`) grants all that this test needs.`;
  return {
    cause: `\`${clientEmail}\` lacks \`${call}\` on the bucket “${bucket.name}”.`,
    fix: `Grant it the role ${role.name} (\`${role.id}\`) on this bucket.${all}${needed?.remark ?? ''}`,
    policy,
  };
}

function protectedBy(code: string | undefined, call: string): Diagnosis {
  if (code === 'objectUnderActiveHold') {
    return {
      cause: 'A hold protects the object: it cannot be deleted.',
      fix: 'Nothing, if recordings are to be kept so. Else take the default event-based hold off the bucket.',
    };
  }
  if (code === 'retentionPolicyNotMet') {
    return {
      cause: 'The bucket’s retention policy protects the object: it cannot be deleted yet.',
      fix: 'Nothing, if recordings are to be kept so: it goes once its time is over. Else shorten the retention of the bucket.',
    };
  }
  return {
    cause: `A rule of the bucket or of its organisation refuses this (\`${call}\`).`,
    fix: 'Let whoever runs the bucket look for its retention, its holds and the organisation’s policies.',
  };
}

/** Google's own hosts are always called; a key that leads to others is one of a private cloud. */
function foreign({ foreignTokenUri, foreignUniverse }: ServiceKey): Diagnosis | null {
  const named = [
    ...(foreignTokenUri ? [`token_uri is at ${new URL(foreignTokenUri).host}`] : []),
    ...(foreignUniverse ? [`universe_domain is ${foreignUniverse}`] : []),
  ];
  if (named.length === 0) return null;
  return {
    cause: `Nothing was sent: the Service key does not belong to Google’s cloud. Its ${named.join(', its ')}.`,
    fix: 'Give a key as Google’s console downloads it. For a cloud in your own network, whoever runs this bot names its addresses in ALLOW_PRIVATE_ADDRESSES.',
  };
}

function keyOf({ serviceKey }: GoogleBucket): ServiceKey | BotError {
  try {
    return readServiceKey(serviceKey.reveal());
  } catch (error) {
    if (error instanceof BotError) return error;
    throw error;
  }
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
