/** What every server of the tests is opened with, unless told otherwise. */
export const webhookSecret = 'webhook-secret-of-the-tests-0123456789abcdef'
export const adminToken = 'admin-token-of-the-tests-0123456789abcdef'
