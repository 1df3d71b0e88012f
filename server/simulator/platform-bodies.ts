import { z } from 'zod'

const flag = (name: string) => z.boolean(`${name} must be a boolean value`).nullish()
const words = (name: string) => z.string(`${name} must be a string`).min(1, `${name} should not be empty`).nullish()
const accept = ['always', 'contentApproved', 'never'] as const
const autoAccept = (what: string) =>
  z.enum(accept, `Invalid auto accept ${what}. It should be one of: ${accept.join(', ')}`).nullish()

/** What both of the exchanges may carry beside their own fields. */
const payload = {
  comment: z.string('comment must be in string').nullish(),
  goalCode: words('goalCode'),
  parentThreadId: words('parentThreadId'),
  willConfirm: flag('willConfirm'),
  protocolVersion: words('protocolVersion'),
}

/** `POST /orgs/{org}/connections`: all may be absent, and then the invitation is for any number of wallets. */
export const NewInvitation = z.object({
  label: words('label'),
  alias: words('alias'),
  imageUrl: words('imageUrl'),
  goalCode: words('goalCode'),
  goal: words('goal'),
  handshake: flag('handshake'),
  handshakeProtocols: z.array(z.string(), 'handshakeProtocols must be an array').nullish(),
  multiUseInvitation: flag('multiUseInvitation'),
  IsReuseConnection: flag('IsReuseConnection'),
  autoAcceptConnection: flag('autoAcceptConnection'),
  recipientKey: words('recipientKey'),
  invitationDid: words('invitationDid'),
})

const numberText = /^[+-]?(\d*\.)?\d+$/

const ProofAttribute = z
  .object({
    attributeName: z.string('attributeName must be a string').min(1, 'attributeName should not be empty').optional(),
    attributeNames: z
      .array(z.string().min(1, 'each element cannot be empty'), 'attributeNames must be an array')
      .min(1, 'array can not be empty')
      .optional(),
    schemaId: words('schemaId'),
    credDefId: words('credDefId'),
    condition: z.string('condition must be a string').min(1, 'condition is required').optional(),
    value: z.string('value must be a number').regex(numberText, 'value must be a number').optional(),
  })
  .superRefine(({ attributeName, attributeNames, condition, value }, { addIssue }) => {
    if (attributeName === undefined && attributeNames === undefined)
      addIssue({ code: 'custom', path: ['attributeName'], message: 'attributeName must be a string' })
    if (value !== undefined && condition === undefined)
      addIssue({ code: 'custom', path: ['condition'], message: 'condition is required' })
    if (condition !== undefined && value === undefined)
      addIssue({ code: 'custom', path: ['value'], message: 'value is required' })
  })

/** `POST /orgs/{org}/proofs`. */
export const NewProof = z.object({
  ...payload,
  connectionId: z.string('connectionId must be a string').pipe(z.guid('connectionId must be a UUID')),
  autoAcceptProof: autoAccept('proof'),
  proofFormats: z
    .object(
      {
        indy: z.object(
          { attributes: z.array(ProofAttribute, 'attributes must be in array') },
          'please provide valid attributes',
        ),
      },
      'ProofFormatDto must be an object',
    )
    .nullish(),
  presentationDefinition: z.looseObject({}, 'presentationDefinition must be an object').nullish(),
})

const OfferedAttribute = z.object({
  name: z.string('Attribute name should be string').trim().min(1, 'Attribute name is required'),
  value: z.string('value should not be null or undefined').trim(),
  isRequired: flag('isRequired'),
})

/** `POST /orgs/{org}/credentials/offer`. */
export const NewOffer = z.object({
  ...payload,
  credentialDefinitionId: z
    .string('Credential definition id should be string')
    .trim()
    .min(1, 'Credential definition Id is required')
    .optional(),
  autoAcceptCredential: autoAccept('credential'),
  label: words('label'),
  imageUrl: words('imageUrl'),
  credentialType: words('credentialType'),
  reuseConnection: flag('reuseConnection'),
  isShortenUrl: flag('isShortenUrl'),
  credentialData: z
    .array(
      z.object({
        connectionId: z.string('connectionId should be string').trim().min(1, 'connectionId is required'),
        attributes: z
          .array(OfferedAttribute, 'attributes must be an array')
          .min(1, 'attributes must contain at least 1 elements')
          .nullish(),
      }),
      'credentialData must be an array',
    )
    .min(1, 'credentialData must contain at least 1 elements'),
})

const webhookUrl = z
  .string('webhookUrl must be in string format.')
  .trim()
  .pipe(z.url({ protocol: /^https?$/, error: 'webhookUrl is not valid' }))
const longSecret = z
  .string('webhookSecret must be a string.')
  .min(16, 'webhookSecret must be at least 16 characters long.')
  .nullish()

/** `POST /webhooks/orgs/{org}/register`. Without a secret the one before stays. */
export const NewWebhook = z.object({ webhookUrl, webhookSecret: longSecret })

/** `PATCH /webhooks/orgs/{org}`: what is absent stays. */
export const WebhookChange = z.object({ webhookUrl: webhookUrl.nullish(), webhookSecret: longSecret })

/** `POST /orgs/{org}/apps` (guide, "Register Webhook in Confirmd Platform"). */
export const NewApp = z.object({
  name: z.string('name must be a string').min(1, 'name should not be empty'),
  description: z.string('description must be a string').default(''),
  webhookUrl,
  webhookSecret: z.string('webhookSecret must be a string.').min(1, 'webhookSecret should not be empty'),
  clientContext: z.looseObject({}, 'clientContext must be an object').optional(),
})

/** `POST /orgs/{org}/apps/{id}/test` and `…/rotate-secret`. */
export const AppTest = z.object({ eventType: z.string('eventType must be a string').min(1).max(100) })
export const NewSecret = z.object({
  newSecret: z.string('newSecret must be a string').min(1, 'newSecret should not be empty'),
})

const count = (name: string) => z.coerce.number(`${name} must be a number`).min(1, `${name} must be greater than 0`)
const order = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['ASC', 'DESC']))
  .default('DESC')

/** The query of `GET /orgs/{org}/proofs` and `…/credentials`. */
export const ListQuery = z.object({
  pageNumber: count('Page number').int().default(1),
  pageSize: count('Page size').int().max(100, 'Page size must be less than 100').default(10),
  search: z.string().default(''),
  sortField: z.string().default('createDateTime'),
  sortBy: order,
})
