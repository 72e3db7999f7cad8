export const helpText = `payoff collector: what takes a team's weekly reports and shows its figures

  payoff collector [serve]                  serve, until SIGINT or SIGTERM
  payoff collector team create NAME         make a team: [--k 5] [--seats N]
  payoff collector team list
  payoff collector join-link --team TEAM    a link for the team, and a message to paste
                                            [--endpoint URL] [--expires 7d]
  payoff collector publish                  publish now what is due, else within the hour
  payoff collector token create --team TEAM --kind ingest|read|lead|join [--expires 7d]
                                            several --team for read and lead
  payoff collector token list
  payoff collector token revoke ID

Settings of serve, each also a variable PAYOFF_COLLECTOR_… (PAYOFF_COLLECTOR_TLS_CERT):
  --host HOST           127.0.0.1; another needs TLS, here or in a proxy
  --port PORT           4319
  --data FOLDER         ~/.payoff/collector, where there is no DATABASE_URL
  --connections N       to PostgreSQL: 10
  --tls-cert FILE --tls-key FILE
  --trust-proxy         a proxy in front speaks TLS and says who asks
  --cors ORIGIN         one other origin whose pages may ask
  --public-url URL      how members reach the collector, for join links
  --retention-weeks N   52: older rows of reports are deleted; what is published stays
  --report-bytes N      1048576 at most in a report
  --rate N              600 requests a minute of one token
  --metrics WHO         loopback, everyone or off: who may see /metrics
  --log LEVEL           debug, info, warn, error or silent

DATABASE_URL names a PostgreSQL; without it PGlite keeps everything in the data folder.
`;
