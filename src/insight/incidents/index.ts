import {cacheCollapses} from './cache-collapse.ts';
import {circuitsOpen} from './circuit-open.ts';
import type {Detector} from './detector.ts';
import {errorBursts} from './error-burst.ts';
import {latencyJumps} from './latency-jump.ts';
import {silences} from './silence.ts';
import {throughputCollapses} from './throughput-collapse.ts';

/** All rules. */
export const detectors: readonly Detector[] = [circuitsOpen, errorBursts, throughputCollapses, latencyJumps, cacheCollapses, silences];
