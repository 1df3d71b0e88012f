/**
 * The privacy notice where the operator has not written one. Blank lines part what belongs together; `# ` begins a heading,
 * `- ` an item of a list. What stands in braces is filled in as this server is set up, in an operator's own text too.
 */
export const defaultNotice = `
{controller}, asks for your details and answers for how they are used.

# What you are asked for

To register, your wallet is asked for:

{registration}

To sign in again later, it is asked for:

{authentication}

Nothing is shared before you approve it in your wallet. This service also sees the name that your wallet gives itself, the address that your phone or computer has on the internet, and the kind of browser you use.

# Why

To know that you are a student who can apply for a loan, to give you a registration number, and to know you again when you come back. We may do this because you agree to it in your wallet (consent: Nigeria Data Protection Act 2023, sections 25 and 26). No decision about your loan is made here.

# Who gets it

{recipients}

The company that runs the wallet platform, Confirmd, carries the messages between your wallet and this service.

# How long it is kept

- What you share: until your registration is done and has been handed over, for 30 minutes at most.
- The name of your wallet, your address and the messages about your registration: {retentionDays} days.
- Your registration number, when you registered, and who was told of it and when: until you ask us to erase it, so that you have the same number when you come again.

# What you can ask for

- You can say no: decline in your wallet, and nothing is shared.
- You can take your consent back at any time. What was done before stays lawful.
- You can see what is held about you, have it corrected or erased, or take it with you as a file. This is free.
- You can object to how it is used, or ask that it is not used for a while.
- You can complain to us, or to the Nigeria Data Protection Commission (ndpc.gov.ng).

# Whom to ask

{contact}
`

/** Where the operator has said nothing. */
export const defaultController = 'NELFUND, the Nigerian Education Loan Fund'
export const defaultContact =
  'Nobody has been named for this service yet. Ask NELFUND, where you apply for your loan, for its data protection officer.'
