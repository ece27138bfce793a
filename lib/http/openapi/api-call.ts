import type { z } from 'zod';
import type { Scope } from '#lib/access/permissions.ts';

/** A request as the documentation shows it, and what it is answered. Each is run as a test against the real route. */
export type CallExample = {
  /** Its name in the document. */
  name: string;
  summary: string;
  /** Values of the parts of the path; ids in them are of the example's own world. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  status: number;
  answer: unknown;
};

/** A value that a call takes in its path. */
export type PathPart = { name: string; description: string; schema: Record<string, unknown>; example: string };

/** One call of the API as the contract says it: the document, its reference and its tests are made from these. */
export type ApiCall = {
  method: 'get' | 'put' | 'post' | 'patch' | 'delete';
  /** After /api/v1, with {parts}. */
  path: `/${string}`;
  id: string;
  /** The heading it stands under. */
  group: string;
  summary: string;
  /** Sentences in paragraphs of their own. */
  description: readonly string[];
  /** What the key must be made for; `public` needs none. */
  scope: Scope | 'public';
  pathParts?: readonly PathPart[];
  query?: z.ZodObject;
  /** The body as JSON. */
  body?: z.ZodType;
  /** A body of other types, by media type. */
  otherBodies?: Record<string, Record<string, unknown>>;
  answers: readonly { status: number; description: string; schema: z.ZodType | null }[];
  /** The statuses that it is refused with, where they are not those of other calls of its kind; 500 besides. */
  refusals?: readonly number[];
  /** What a status means here, where its general words do not say enough. */
  problems?: Partial<Record<number, string>>;
  examples: readonly CallExample[];
};

/** The headings of the reference, in order, each with what it is about. */
export type CallGroup = { name: string; description: string };
