/** What this application asks of the Confirmd platform while a student registers. */
export interface Platform {
  /**
   * A single-use connection invitation.
   * `invitationId` is what webhooks will call it; `invitationUrl` goes into the QR code.
   *
   * @throws AppError `PLATFORM_FAILED` where the platform cannot be reached, refuses or answers rubbish.
   */
  createInvitation(): Promise<{ invitationId: string; invitationUrl: string }>
  /** Asks the connected wallet to share the student's credentials; answers the proof record's id. Throws likewise. */
  requestProof(connectionId: string): Promise<string>
  /** Offers the registration credential to the connected wallet; answers the credential record's id. Throws likewise. */
  offerCredential(connectionId: string): Promise<string>
}
