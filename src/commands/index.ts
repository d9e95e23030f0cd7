import type {CommandRecord} from '../options/command-record.ts';
import {events} from './events/command.ts';
import {health} from './health/command.ts';
import {incidents} from './incidents/command.ts';
import {inspect} from './inspect/command.ts';
import {query} from './query/command.ts';
import {recordings} from './recordings/command.ts';
import {rules} from './rules/command.ts';
import {watch} from './watch/command.ts';

/** All commands, in the order of the help. */
export const commands: readonly CommandRecord[] = [watch, health, incidents, events, inspect, query, rules, recordings];
