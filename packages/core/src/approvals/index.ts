export {
  type AllowedChange,
  type EvidenceFact,
  type EvidenceReader,
  registerEvidenceReader,
  registerSubject,
  type SubjectFacts,
  type SubjectHandler,
  type SubjectKey,
} from "./subjects.ts";
