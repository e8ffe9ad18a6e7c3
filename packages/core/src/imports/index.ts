export { carryOutImport } from "./import-task.ts";
export { getImport, listImportProblems, listImports } from "./read-imports.ts";
export { resumeImports, rewrapImportSecrets } from "./resume-imports.ts";
export { cancelImport, runImport, startImport } from "./start-import.ts";
