export { deleteDataset } from "./delete-dataset.ts";
export { getPreview, getProfile, getVersion, listUses, listVersions } from "./get-version.ts";
export { holdVersion } from "./hold-version.ts";
export { getDataset, listDatasets } from "./list-datasets.ts";
export { type OpenedVersion, openDatasetVersion, readVersionFile, withDatasetVersion } from "./open-version.ts";
export { profileVersion, requestProfile } from "./profile-task.ts";
export { uploadVersion } from "./upload-version.ts";
export { createVersionFromInput } from "./version-from-input.ts";
export { createDataset, updateDataset } from "./write-dataset.ts";
