import { cancelImport, getImport, listImportProblems, listImports, runImport, startImport } from "@plumbline/core/imports";
import { routes } from "./bind-verbs.ts";

export const importRoutes = routes([startImport, runImport, cancelImport, listImports, getImport, listImportProblems]);
