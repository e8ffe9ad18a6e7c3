import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { LinkOptions } from "#src/blob-store.ts";
import type { Bucket } from "./bucket.ts";

/** A download must begin within this time. */
const validSeconds = 300;

/** An address that the server answers to whoever has it, as long as it is valid. */
export function signLink({ client, name }: Bucket, object: string, { contentType, contentDisposition }: LinkOptions): Promise<string> {
  const command = new GetObjectCommand({
    Bucket: name,
    Key: object,
    ResponseContentType: contentType,
    ResponseContentDisposition: contentDisposition,
  });
  return getSignedUrl(client, command, { expiresIn: validSeconds });
}
