import type {Level} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {Dialect, Reading} from './dialect.ts';
import {fieldsAt, quantityAt, textAt, valueAt} from './pick.ts';

/**
The Kubernetes audit log. Its `level` says how much is recorded. Severity comes from the response's code: 400 and above
is an error. Its `stage` is a phase of the request inside the API server, not a stage of a pipeline.

https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
*/
export const k8sAudit: Dialect = {
	name: 'k8s-audit',
	markers: ['auditID'],
	decidedBy: ['kind', 'apiVersion'],
	matches: fields => textAt(fields, 'kind') === 'Event' && (textAt(fields, 'apiVersion') ?? '').startsWith('audit.k8s.io/'),
	read: (fields, common, reading) => {
		const status = fieldsAt(fields, 'responseStatus');
		const received = reading.time(valueAt(fields, 'requestReceivedTimestamp'));
		const timeMs = timeOf(fields, reading) ?? common.timeMs;
		return [
			{
				...common,
				kind: 'other',
				timeMs,
				level: levelOfCode(quantityAt(status, 'code')),
				component: textAt(fields, 'stage') ?? common.component,
				event: requestOf(fields) ?? common.event,
				elapsedMs: received !== undefined && timeMs !== undefined && timeMs >= received ? timeMs - received : undefined,
				reason: textAt(status, 'message') ?? textAt(status, 'reason') ?? common.reason,
			},
		];
	},
};

function timeOf(fields: Fields, reading: Reading): number | undefined {
	return (
		reading.time(valueAt(fields, 'stageTimestamp')) ??
		reading.time(valueAt(fields, 'timestamp')) ??
		reading.time(valueAt(fields, 'requestReceivedTimestamp'))
	);
}

function levelOfCode(code: number | undefined): Level | undefined {
	return code === undefined ? undefined : code >= 400 ? 'error' : 'info';
}

function requestOf(fields: Fields): string | undefined {
	const verb = textAt(fields, 'verb');
	const uri = textAt(fields, 'requestURI');
	return verb === undefined || uri === undefined ? (verb ?? uri) : `${verb} ${uri}`;
}
