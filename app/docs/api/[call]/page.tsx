import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { CALLS } from '#lib/http/openapi/calls.ts';
import { requestOrigin } from '#lib/http/request-origin.ts';
import { CallView } from '../_components/call-view.tsx';

type CallPageProps = { params: Promise<{ call: string }> };

export async function generateMetadata({ params }: CallPageProps): Promise<Metadata> {
  const { call: id } = await params;
  const call = CALLS.find((one) => one.id === id);
  return { title: call === undefined ? 'Not found' : `${call.method.toUpperCase()} ${call.path}` };
}

/** One call of the API. */
export default async function CallPage({ params }: CallPageProps) {
  const { call: id } = await params;
  const call = CALLS.find((one) => one.id === id);
  if (call === undefined) notFound();
  return <CallView call={call} origin={requestOrigin(await headers())} />;
}
