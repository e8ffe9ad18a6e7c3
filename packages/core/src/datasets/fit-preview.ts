import type { DatasetPreview } from "@plumbline/contracts/datasets/profile";

/** Largest preview that is kept, as JSON. */
export const previewMaxBytes = 1_048_576;

/** As many of the first rows as fit. */
export function fitPreview(preview: DatasetPreview): DatasetPreview {
  const kept: DatasetPreview["rows"] = [];
  let bytes = Buffer.byteLength(JSON.stringify(preview.columns));
  for (const row of preview.rows) {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > previewMaxBytes) break;
    kept.push(row);
  }
  return { columns: preview.columns, rows: kept, hasMore: preview.hasMore || kept.length < preview.rows.length };
}
