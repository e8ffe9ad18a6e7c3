export { checkArtifactPath } from "./artifact-path.ts";
export { collectGarbage } from "./collect-garbage.ts";
export { dropUnheldBytes } from "./drop-bytes.ts";
export {
  claimBlobs,
  type HeldBlob,
  openHeldBlob,
  releaseBlobs,
  statHeldBlobs,
  storeBlob,
  storeHeldBlob,
} from "./held-blobs.ts";
export { listArtifacts, listRunArtifacts, runArtifactPath } from "./list-artifacts.ts";
export { measureFiles } from "./measure-files.ts";
export { plainFileName } from "./plain-file-name.ts";
export { readRunTable } from "./read-run-table.ts";
export { removeFiles } from "./remove-files.ts";
export { type ArtifactContent, deleteArtifacts, readArtifact, writeArtifact } from "./transfer-artifacts.ts";
