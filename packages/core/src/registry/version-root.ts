const folder = "model-versions";

/**
 * Where clients find a version's own files: below a path that nobody writes to. The artifacts that it was registered from may
 * change or go; what was approved is what is loaded.
 */
export const versionRoot = (of: { readonly model_key: number; readonly version: number }): string =>
  `mlflow-artifacts:/${folder}/${of.model_key}/${of.version}`;

/** Whether a path of the artifact store lies among the files of versions. */
export const isVersionPath = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
