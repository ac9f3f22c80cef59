export { type OpenOptions, openEncryptedResponse, type SealOptions, sealDeviceResponse } from './encrypted-response.ts'
export {
  type CreatedRequest,
  type CreateRequestOptions,
  createRequest,
  protocol,
  type ReceivedRequest,
  type RequestData,
  readRequest,
} from './request.ts'
