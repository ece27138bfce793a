import { explainHook, takePayload } from '#lib/http/hook-route.ts';

export const POST = takePayload;
export const GET = explainHook;
