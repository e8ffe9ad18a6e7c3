"use client";
import { Identifier } from "@plumbline/ui/identifier";
import { Segments } from "@plumbline/ui/tabs";
import { useState } from "react";
import { useSpec } from "../spec-context.tsx";
import { valueAt } from "../spec-document.ts";
import { SourceUpload } from "./source-upload.tsx";
import { SpecText } from "./spec-field.tsx";

const kinds = [
  { value: "none", label: "In the environment" },
  { value: "archive", label: "Upload" },
  { value: "git", label: "Git commit" },
] as const;
type Kind = (typeof kinds)[number]["value"];

/** Where the code comes from. */
export function SourceFields() {
  const { value, set } = useSpec();
  const archive = valueAt(value, ["source", "archive"]);
  const isGit = valueAt(value, ["source", "git"]) !== undefined;
  const written: Kind = isGit ? "git" : archive === undefined ? "none" : "archive";
  const [chosen, setChosen] = useState<Kind>(written);
  const kind = written === "none" ? chosen : written;
  const choose = (next: Kind) => {
    setChosen(next);
    if (next !== kind) set(["source"], undefined);
  };
  return (
    <div className="grid gap-2">
      <span className="font-medium">Source</span>
      <div className="flex min-w-0">
        <Segments label="Where the code comes from" value={kind} onChange={choose} options={kinds} />
      </div>
      {kind === "none" && <p className="text-ink-3 text-small">The command finds its code in the image, or needs none.</p>}
      {kind === "archive" && (
        <>
          <SourceUpload onUploaded={(sha256) => set(["source"], { archive: sha256 })} />
          {typeof archive === "string" && (
            <p className="flex flex-wrap items-center gap-2 text-ink-2">
              Laid into the working directory: <Identifier value={archive} what="digest of the code" length={16} />
            </p>
          )}
        </>
      )}
      {kind === "git" && (
        <div className="grid gap-3.5 sm:grid-cols-2">
          <SpecText
            path={["source", "git", "url"]}
            label="Repository"
            isCode
            maxLength={1000}
            placeholder="https://git.example/team/model.git"
          />
          <SpecText path={["source", "git", "commit"]} label="Commit" isCode help="Its full id: a branch moves on." />
          <SpecText path={["source", "git", "directory"]} label="Directory" isCode optional />
        </div>
      )}
    </div>
  );
}
