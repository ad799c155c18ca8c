import { openGateway } from '../../support/gateway.js';
import { claimContract } from './claim.contract.js';

claimContract(() => openGateway());
