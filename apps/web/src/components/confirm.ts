import dynamic from "next/dynamic";

/** The question before an act that destroys something; it comes with the first one asked. Mount it to ask. */
export const Confirm = dynamic(() => import("@plumbline/ui/dialog").then((module) => module.ConfirmDialog));
