import { Status } from "@plumbline/ui/status";

/** Who vouches for a version's digest. */
export function DigestMark({ isVerified }: { isVerified: boolean }) {
  return isVerified ? <Status shape="good">Verified digest</Status> : <Status shape="neutral">Digest as logged by the client</Status>;
}
