/** Pipelines of deals and the life-cycle pipeline of contacts (recorded: ampersand). */
export interface StageSpec {
  id: string;
  label: string;
  /** Deals: 0 to 1. */
  probability?: number;
  isClosed: boolean;
}

export interface PipelineSpec {
  id: string;
  label: string;
  stages: readonly StageSpec[];
  archived?: boolean;
}

function stages(lines: readonly (readonly [string, string, number])[]): StageSpec[] {
  return lines.map(([id, label, probability]) => ({
    id,
    label,
    probability,
    isClosed: probability === 0 || probability === 1,
  }));
}

export const SALES_PIPELINE: PipelineSpec = {
  id: 'default',
  label: 'Sales Pipeline',
  stages: stages([
    ['appointmentscheduled', 'Appointment Scheduled', 0.2],
    ['qualifiedtobuy', 'Qualified To Buy', 0.4],
    ['presentationscheduled', 'Presentation Scheduled', 0.6],
    ['decisionmakerboughtin', 'Decision Maker Bought-In', 0.8],
    ['contractsent', 'Contract Sent', 0.9],
    ['closedwon', 'Closed Won', 1],
    ['closedlost', 'Closed Lost', 0],
  ]),
};

/** Stages made by customers have numbers for ids. */
export const PARTNER_PIPELINES: readonly PipelineSpec[] = [
  {
    id: '75330981',
    label: 'Partner Deals',
    stages: stages([
      ['148320011', 'Registered', 0.1],
      ['148320012', 'Accepted', 0.3],
      ['148320013', 'Joint Proposal', 0.6],
      ['148320014', 'Negotiation', 0.8],
      ['148320015', 'Won with Partner', 1],
      ['148320016', 'Lost', 0],
    ]),
  },
  {
    id: '75330982',
    label: 'Renewals',
    stages: stages([
      ['148320021', 'Due', 0.5],
      ['148320022', 'Quoted', 0.8],
      ['148320023', 'Renewed', 1],
      ['148320024', 'Churned', 0],
    ]),
  },
];

export const LIFECYCLE_PIPELINE: PipelineSpec = {
  id: 'contacts-lifecycle-pipeline',
  label: 'Lifecycle Stage Pipeline',
  stages: [
    ['subscriber', 'Subscriber'],
    ['lead', 'Lead'],
    ['marketingqualifiedlead', 'Marketing Qualified Lead'],
    ['salesqualifiedlead', 'Sales Qualified Lead'],
    ['opportunity', 'Opportunity'],
    ['customer', 'Customer'],
    ['evangelist', 'Evangelist'],
    ['other', 'Other'],
  ].map(([id = '', label = '']) => ({ id, label, isClosed: id === 'other' })),
};

const EPOCH = '1970-01-01T00:00:00Z';

/** A probability is text with one decimal at least, a flag is text too (recorded). */
function stageMetadata(stage: StageSpec): Record<string, string> {
  const isClosed = String(stage.isClosed);
  if (stage.probability === undefined) {
    return { isClosed, state: stage.isClosed ? 'CLOSED' : 'OPEN' };
  }
  const text = String(stage.probability);
  return { isClosed, probability: text.includes('.') ? text : `${text}.0` };
}

export function describePipeline(pipeline: PipelineSpec, displayOrder: number) {
  return {
    label: pipeline.label,
    displayOrder,
    id: pipeline.id,
    stages: pipeline.stages.map((stage, index) => ({
      label: stage.label,
      displayOrder: index,
      metadata: stageMetadata(stage),
      id: stage.id,
      createdAt: EPOCH,
      updatedAt: EPOCH,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      archived: false,
    })),
    createdAt: EPOCH,
    updatedAt: EPOCH,
    archived: pipeline.archived ?? false,
  };
}
