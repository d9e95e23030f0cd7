import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const component = 'nodeID';
const id = 'nodeID';

/**
The controller of Argo Workflows, in text (logfmt) or JSON: a node is a stage, a workflow the run.

https://github.com/argoproj/argo-workflows/blob/main/workflow/controller/operator.go
*/
export const argo: Dialect = {
	name: 'argo',
	markers: ['workflow', 'nodeID'],
	decidedBy: [],
	matches: fields => textAt(fields, 'workflow') !== undefined && textAt(fields, 'namespace') !== undefined,
	rules: [
		{
			name: 'argo: node failed',
			when: 'has(nodeID) and (new.phase=Failed or new.phase=Error)',
			is: 'stage_failed',
			component,
			id,
			reason: 'new.message',
		},
		{name: 'argo: node done', when: 'has(nodeID) and new.phase=Succeeded', is: 'stage_completed', component, id},
		{name: 'argo: node started', when: 'has(nodeID) and new.phase=Running', is: 'stage_started', component, id},
		{name: 'argo: a line of a node', when: 'has(nodeID)', component},
		{name: 'argo: workflow failed', when: 'event~"^Updated phase .*-> (Failed|Error)$"', is: 'run_failed', component: 'workflow'},
		{name: 'argo: workflow done', when: 'event~"^Updated phase .*-> Succeeded$"', is: 'run_completed', component: 'workflow'},
		{name: 'argo: workflow started', when: 'event~"^Updated phase .*-> Running$"', is: 'run_started', component: 'workflow'},
		{name: 'argo: a line of a workflow', when: 'has(workflow)', component: 'workflow'},
	],
};
