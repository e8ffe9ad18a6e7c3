import "./automatic.ts";

export { dropUploads } from "./drop-uploads.ts";
export { produceEvidence } from "./produce-evidence.ts";
export { produceTask } from "./produce-task.ts";
export { cancelProduction, listProductions } from "./productions.ts";
export { getEvidence, listEvidence } from "./read-evidence.ts";
export { readEvidenceFile } from "./read-file.ts";
export { recordEvidence } from "./record-evidence.ts";
export { recordEvidenceOfRun, recordEvidenceOfVersion } from "./record-of-jobs.ts";
export { resumeProductions } from "./resume-productions.ts";
export { ScanReport } from "./scan/report.ts";
export { type FileToScan, type ScanOptions, scanFiles } from "./scan/scan-files.ts";
export { uploadEvidenceFile } from "./upload-file.ts";
