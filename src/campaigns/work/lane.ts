import { turns } from '../../lib/turns.js';
import type { Lane } from '../../warehouse/engine.js';

/** The numbers of a batch that a person works on are read within 30 ms; thousands must not make the counters wait. */
export const laneFor = (numbers: number): Lane => (numbers <= 200 ? 'channels' : 'slices');

/** So many claims of a process at a time: at nine o'clock all agents want work, and their statements would fill the lanes. */
export const inClaimTurn = turns(2);
