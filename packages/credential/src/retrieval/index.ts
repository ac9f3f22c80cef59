export type { Retrieval, RetrievalRequest, Retrieved } from './retrieval.ts'
