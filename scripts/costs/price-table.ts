/*
 * List prices of us-east-1 in US dollars, without discounts, from the pricing pages of AWS. A free amount is one that does not end
 * after a year. Where a price falls with the amount, the first step is used: so large bills are a little too high here.
 */
export const PRICES = {
  alarmMetric: 0.1,
  /** The first 10,000 custom metrics. */
  customMetric: 0.3,
  secret: 0.4,
  sesMailOut: 0.1 / 1000,
  sesMailIn: 0.1 / 1000,
  /** Of 256 KB. */
  sesChunkIn: 0.09 / 1000,
  httpApiRequest: 1 / 1e6,
  cloudFrontRequest: 1 / 1e6,
  cloudFrontFreeRequests: 10e6,
  cloudFrontGigabyte: 0.085,
  cloudFrontFreeGigabytes: 1024,
  lambdaRun: 0.2 / 1e6,
  lambdaFreeRuns: 1e6,
  /** On ARM. */
  lambdaGigabyteSecond: 0.0000133334,
  lambdaFreeGigabyteSeconds: 400_000,
  dynamoWriteUnit: 0.625 / 1e6,
  dynamoReadUnit: 0.125 / 1e6,
  sqsRequest: 0.4 / 1e6,
  sqsFreeRequests: 1e6,
  logGigabyte: 0.5,
  /** The essentials plan of a user pool. */
  cognitoPerson: 0.015,
  cognitoFreePeople: 10_000,
} as const;
