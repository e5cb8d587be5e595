import { WebLoadError } from '../../apps/web-engine.ts';
import { asFailure, type NetworkFailure } from '../network-failure.ts';

/** Why a page did not come, in Chromium's words. */
export function loadError(error: unknown): WebLoadError {
  const failure = asFailure(error, 'exchange');
  return new WebLoadError(`net::ERR_${nameOf(failure)}`, { cause: error });
}

function nameOf(failure: NetworkFailure): string {
  if (failure.stage === 'proxy') return 'PROXY_CONNECTION_FAILED';
  if (failure.code.startsWith('TUNNEL_')) return 'TUNNEL_CONNECTION_FAILED';
  if (failure.code.startsWith('CERT_')) return failure.code;
  switch (failure.code) {
    case 'ENOTFOUND':
      return 'NAME_NOT_RESOLVED';
    case 'ETIMEDOUT':
      return 'TIMED_OUT';
    case 'ECONNREFUSED':
      return 'CONNECTION_REFUSED';
    case 'ENETDOWN':
      return 'INTERNET_DISCONNECTED';
    case 'ECONNRESET':
    case 'EPIPE':
      return failure.stage === 'tunnel' ? 'PROXY_CONNECTION_FAILED' : 'CONNECTION_RESET';
    default:
      return 'FAILED';
  }
}
