"use client";
import { useHasToasts } from "@plumbline/ui/toast";
import dynamic from "next/dynamic";
import { useState } from "react";

const Toaster = dynamic(() => import("@plumbline/ui/toaster").then((module) => module.Toaster));

/** Most visits see no message: what draws them comes with the first. */
export function ToasterHost() {
  const hasToasts = useHasToasts();
  const [isNeeded, setNeeded] = useState(false);
  if (hasToasts && !isNeeded) setNeeded(true);
  return isNeeded && <Toaster />;
}
