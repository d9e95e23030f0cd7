import test from 'ava';
import {readLog} from '../helpers/read-log.ts';
import {fixtureOf, healthOfSystem} from '../helpers/system-log.ts';

// https://nodeshift.dev/opossum/, https://github.com/connor4312/cockatiel: an event's name, a number, a word
test('circuit: the state of a circuit that a program logs is a change of it, whatever the text says', async t => {
	const {circuits, openCircuits, status, statusReasons, source} = await healthOfSystem('circuits.jsonl');
	t.like(circuits, {payments: {state: 'closed', trips: 1, probes: 1}, db: {state: 'closed', trips: 1}, mail: {state: 'open', trips: 1}});
	t.deepEqual(openCircuits, ['mail']);
	t.is(status, 'DEGRADED');
	t.regex(statusReasons.join('\n'), /mail/);
	t.is(source.notUnderstood, undefined);
	t.like(readLog(fixtureOf('circuits.jsonl')).events.at(-1), {kind: 'other', event: 'where it is kept'});
});

// https://github.com/resilience4j/resilience4j, CircuitBreakerOnStateTransitionEvent.java; https://www.pollydocs.org/advanced/telemetry
test('circuit-text: resilience4j and Polly in texts', async t => {
	const {circuits, openCircuits, source} = await healthOfSystem('circuits.log');
	t.like(circuits, {stock: {state: 'closed', trips: 1, probes: 1}, cart: {state: 'open', reason: 'refused'}});
	t.deepEqual(openCircuits, ['cart']);
	t.is(source.notUnderstood, undefined);
});

// https://learn.microsoft.com/en-us/dotnet/core/extensions/console-log-formatter, and Serilog's JsonFormatter
test('polly: in the JSON of .NET’s console and of Serilog', async t => {
	const {circuits, openCircuits} = await healthOfSystem('polly.jsonl');
	t.like(circuits, {cart: {state: 'open', trips: 1, reason: 'refused'}, mail: {state: 'closed', trips: 0}});
	t.deepEqual(openCircuits, ['cart']);
});
