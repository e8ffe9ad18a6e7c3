/** The name of a version's claim on its bytes. */
export const versionHolder = (datasetKey: number, version: number): string => `dataset-version/${datasetKey}/${version}`;
