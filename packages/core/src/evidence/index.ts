export { getEvidence, listEvidence } from "./read-evidence.ts";
export { recordEvidence } from "./record-evidence.ts";
export { ScanReport } from "./scan/report.ts";
export { type FileToScan, type ScanOptions, scanFiles } from "./scan/scan-files.ts";
