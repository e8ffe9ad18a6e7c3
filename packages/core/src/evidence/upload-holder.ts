/** Who holds the bytes of an upload. */
export const uploadHolder = (uploadId: string): string => `evidence-upload/${uploadId}`;
