export { ScanReport } from "./scan/report.ts";
export { type FileToScan, type ScanOptions, scanFiles } from "./scan/scan-files.ts";
