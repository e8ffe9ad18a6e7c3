"use client";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { createContext, useContext } from "react";

const Context = createContext<ModelVersion | undefined>(undefined);

export const VersionProvider = Context;

/** The version of the page, as fresh as it was last heard of. */
export function useVersion(): ModelVersion {
  const version = useContext(Context);
  if (!version) throw new Error("useVersion is for the parts of a version's page");
  return version;
}
