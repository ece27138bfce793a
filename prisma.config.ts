import { defineConfig } from 'prisma/config';

// The schema engine is a download that a closed network refuses; generate, validate and format don't need it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema' });
