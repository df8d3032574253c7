package main

import "strings"

// pairs reads "name | json" lines; triples "name | json | json" lines.
func pairs(text string) [][]string   { return fields(text, 2) }
func triples(text string) [][]string { return fields(text, 3) }

func fields(text string, count int) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		parts := strings.Split(line, " | ")
		if len(parts) != count {
			panic("badly written case: " + line)
		}
		out = append(out, parts)
	}
	return out
}

const decodeCases = `
empty | {}
null | null
a string | "x"
a list | []
spec null | {"spec":null,"metadata":null}
empty lists | {"spec":{"containers":[],"volumes":[],"initContainers":[],"tolerations":[]}}
containers null | {"spec":{"containers":null}}
container null | {"spec":{"containers":[null]}}
containers string | {"spec":{"containers":"x"}}
containers object | {"spec":{"containers":{"name":"a"}}}
container string | {"spec":{"containers":["x"]}}
container | {"spec":{"containers":[{"image":"x","name":"mcp","args":["a","b"],"env":[{"value":"1","name":"A"}]}]}}
empty strings and false | {"spec":{"containers":[{"name":"","image":"","stdin":false,"tty":true}],"hostNetwork":false,"restartPolicy":""}}
unknown fields | {"kind":"Pod","spec":{"containers":[{"name":"a","foo":1,"Bar":{"x":[1]}}],"nodeselector2":{}}}
other case | {"Spec":{"CONTAINERS":[{"Name":"a","imagepullpolicy":"Always"}],"nodeselector":{"a":"b"}},"METADATA":{"Labels":{"A":"B"}}}
labels | {"metadata":{"labels":{"b":"1","a":"2","B":"3"},"annotations":{}}}
label keys as numbers | {"metadata":{"labels":{"9":"a","10":"b","x":"c"}}}
label keys that objects inherit | {"metadata":{"labels":{"constructor":"a","toString":"b"}}}
label number | {"metadata":{"labels":{"a":1}}}
label boolean | {"metadata":{"labels":{"a":true}}}
label null | {"metadata":{"labels":{"a":null}}}
labels list | {"metadata":{"labels":["a"]}}
labels null | {"metadata":{"labels":null}}
name number | {"spec":{"containers":[{"name":1}]}}
args number | {"spec":{"containers":[{"name":"a","args":[1]}]}}
args null item | {"spec":{"containers":[{"name":"a","args":["x",null]}]}}
args text | {"spec":{"containers":[{"name":"a","args":"x y"}]}}
env value number | {"spec":{"containers":[{"name":"a","env":[{"name":"PORT","value":8080}]}]}}
env value boolean | {"spec":{"containers":[{"name":"a","env":[{"name":"X","value":true}]}]}}
env sources | {"spec":{"containers":[{"name":"a","env":[{"name":"X","valueFrom":{"secretKeyRef":{"key":"k","name":"n"}}},{"name":"Y","valueFrom":{"configMapKeyRef":{"key":"k","optional":false}}},{"name":"Z","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"R","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}},{"name":"F","valueFrom":{"fileKeyRef":{"volumeName":"v","path":"p","key":"k"}}}]}]}}
envFrom | {"spec":{"containers":[{"name":"a","envFrom":[{"secretRef":{"name":"s"}},{"prefix":"P_","configMapRef":{}}]}]}}
ports | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80},{"name":"x","hostPort":0,"protocol":"UDP"}]}]}}
port text | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":"80"}]}]}}
port fraction | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80.5}]}]}}
port too big | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":4294967296}]}]}}
port at the limit | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":2147483647},{"containerPort":-2147483648}]}]}}
port null | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":null}]}]}}
resources | {"spec":{"containers":[{"name":"a","resources":{"limits":{"memory":"1024Mi","cpu":"1000m"},"requests":{"cpu":0.5,"memory":1024}}}]}}
resources quantities | {"spec":{"containers":[{"name":"a","resources":{"limits":{"a":"0.1","b":"1e3","c":"1E","d":"12Ki","e":" 5 ","f":"1.5Gi","g":0,"h":1e+21,"i":1e-7,"j":100}}}]}}
resources null quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":null}}}]}}
resources bad quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"a lot"}}}]}}
resources empty quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":""}}}]}}
resources boolean quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":true}}}]}}
resources object quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":{}}}}]}}
resources list quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":["1"]}}}]}}
resources empty | {"spec":{"containers":[{"name":"a","resources":{"limits":{},"requests":null,"claims":[]}}]}}
resources claims | {"spec":{"containers":[{"name":"a","resources":{"claims":[{"name":"gpu","request":"r"}]}}],"resourceClaims":[{"name":"gpu","resourceClaimName":"x"}]}}
pod resources | {"spec":{"resources":{"limits":{"cpu":"2000m"}},"overhead":{"cpu":"250m"}}}
pod resources empty | {"spec":{"resources":{}}}
security context zero values | {"spec":{"securityContext":{"runAsUser":0,"runAsNonRoot":false,"fsGroup":null,"supplementalGroups":[0,1],"sysctls":[{"name":"a","value":"b"}]}}}
security context empty | {"spec":{"securityContext":{},"containers":[{"name":"a","securityContext":{"capabilities":{"drop":["ALL"],"add":[]},"seccompProfile":{"type":"RuntimeDefault"},"privileged":false}}]}}
runAsUser text | {"spec":{"securityContext":{"runAsUser":"1000"}}}
runAsUser large | {"spec":{"securityContext":{"runAsUser":9007199254740991}}}
runAsUser too large | {"spec":{"securityContext":{"runAsUser":1e20}}}
supplementalGroups text | {"spec":{"securityContext":{"supplementalGroups":["1"]}}}
hostNetwork text | {"spec":{"hostNetwork":"true"}}
hostNetwork number | {"spec":{"hostNetwork":1}}
pointers to false | {"spec":{"automountServiceAccountToken":false,"enableServiceLinks":false,"shareProcessNamespace":null,"hostUsers":false,"setHostnameAsFQDN":true}}
grace period | {"spec":{"terminationGracePeriodSeconds":0,"activeDeadlineSeconds":null,"priority":0}}
volumes of all kinds | {"spec":{"volumes":[{"name":"a","emptyDir":{}},{"name":"b","emptyDir":{"medium":"Memory","sizeLimit":"1024Mi"}},{"name":"c","configMap":{"name":"cm","items":[{"key":"k","path":"p","mode":420}],"defaultMode":0}},{"name":"d","secret":{"secretName":"s","optional":true}},{"name":"e","hostPath":{"path":"/x","type":""}},{"name":"f","persistentVolumeClaim":{"claimName":"c"}},{"name":"g","nfs":{"server":"s","path":"/"}},{"name":"h","csi":{"driver":"d","volumeAttributes":{"b":"1","a":"2"}}},{"name":"i","image":{"reference":"r"}},{"name":"j","downwardAPI":{"items":[{"path":"p","fieldRef":{"fieldPath":"f"}},{"path":"q","resourceFieldRef":{"resource":"r","divisor":"1"}},{"path":"z","resourceFieldRef":{"resource":"r","divisor":"0"}}]}}]}}
volume without source | {"spec":{"volumes":[{"name":"a"},{"emptyDir":{}}]}}
volume size limit null | {"spec":{"volumes":[{"name":"a","emptyDir":{"sizeLimit":null}}]}}
volume size limit number | {"spec":{"volumes":[{"name":"a","emptyDir":{"sizeLimit":1073741824}}]}}
projected volume | {"spec":{"volumes":[{"name":"a","projected":{"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3600}},{"clusterTrustBundle":{"path":"p","labelSelector":{"matchLabels":{"a":"b"}}}},{"configMap":{"name":"x"}}]}},{"name":"b","projected":{}}]}}
ephemeral volume | {"spec":{"volumes":[{"name":"a","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1024Gi"}},"storageClassName":""}}}},{"name":"b","ephemeral":{"volumeClaimTemplate":null}},{"name":"c","ephemeral":{"volumeClaimTemplate":{}}}]}}
old volumes | {"spec":{"volumes":[{"name":"a","iscsi":{"targetPortal":"t","iqn":"i","lun":0}},{"name":"b","rbd":{"monitors":null,"image":"i"}},{"name":"c","cephfs":{"monitors":[]}},{"name":"d","glusterfs":{"endpoints":"e","path":"p"}},{"name":"e","azureDisk":{"diskName":"d","diskURI":"u","readOnly":false}},{"name":"f","fc":{"lun":0,"wwids":["a"]}},{"name":"g","flexVolume":{"driver":"d","options":{"x":"y"}}}]}}
volume mounts | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true,"subPath":""},{"mountPropagation":"None","recursiveReadOnly":"Disabled","name":"w","mountPath":"/w","subPathExpr":"x"}],"volumeDevices":[{"devicePath":"/d","name":"n"}]}]}}
probes | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"path":"/h","port":"http"},"periodSeconds":0},"readinessProbe":{"tcpSocket":{"port":80},"terminationGracePeriodSeconds":0},"startupProbe":{"grpc":{"port":1,"service":null}}}]}}
probe grpc service | {"spec":{"containers":[{"name":"a","startupProbe":{"grpc":{"port":1,"service":""}},"livenessProbe":{}}]}}
probe without port | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"path":"/h","httpHeaders":[{"name":"A","value":""}]}}}]}}
probe port null | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":null}}}]}}
probe port fraction | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":1.5}}}]}}
probe port boolean | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":true}}}]}}
probe port too large | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":3000000000}}}]}}
probe port empty text | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":""}}}]}}
lifecycle | {"spec":{"containers":[{"name":"a","lifecycle":{"preStop":{"exec":{"command":["sleep","1"]}},"postStart":{"sleep":{"seconds":1}},"stopSignal":"SIGTERM"}}]}}
affinity | {"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}]}},"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"k","labelSelector":{}}}]}}}}
affinity without terms | {"spec":{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{}}}}}
affinity empty | {"spec":{"affinity":{}}}
tolerations | {"spec":{"tolerations":[{"key":"a","operator":"Exists","tolerationSeconds":0},{}]}}
topology spread | {"spec":{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":0}]}}
host aliases | {"spec":{"hostAliases":[{"ip":"1.2.3.4","hostnames":["a","b"]},{"hostnames":[]}]}}
pull secrets | {"spec":{"imagePullSecrets":[{"name":"a"},{},{"name":""}]}}
pull secrets as text | {"spec":{"imagePullSecrets":["a"]}}
dns | {"spec":{"dnsPolicy":"None","dnsConfig":{"nameservers":["1.1.1.1"],"options":[{"name":"ndots","value":"2"},{"name":"x","value":null}]}}}
deprecated service account | {"spec":{"serviceAccount":"a","serviceAccountName":"b"}}
gates | {"spec":{"schedulingGates":[{"name":"a"}],"readinessGates":[{"conditionType":"x"}],"os":{"name":"linux"}}}
ephemeral containers | {"spec":{"ephemeralContainers":[{"name":"a","targetContainerName":"b"}]}}
restart rules | {"spec":{"containers":[{"name":"a","restartPolicy":"Always","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}],"resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}]}]}}
workload ref | {"spec":{"workloadRef":{"name":"a","podGroup":"b"},"hostnameOverride":"x"}}
creation timestamp null | {"metadata":{"creationTimestamp":null,"name":"a"}}
creation timestamp | {"metadata":{"creationTimestamp":"2025-05-06T07:08:09Z"}}
creation timestamp with zone | {"metadata":{"creationTimestamp":"2025-05-06T07:08:09.5+05:30","deletionTimestamp":"2024-12-31T23:30:00-01:00"}}
creation timestamp zero | {"metadata":{"creationTimestamp":"0001-01-01T00:00:00Z"}}
creation timestamp wrong | {"metadata":{"creationTimestamp":"yesterday"}}
creation timestamp on a day that is not | {"metadata":{"creationTimestamp":"2025-02-30T00:00:00Z"}}
creation timestamp number | {"metadata":{"creationTimestamp":1}}
deletion timestamp empty | {"metadata":{"deletionTimestamp":null,"deletionGracePeriodSeconds":0,"generation":0}}
owner references | {"metadata":{"ownerReferences":[{"name":"a","uid":"u","kind":"K","apiVersion":"v1","controller":false}],"finalizers":["b","a"]}}
managed fields | {"metadata":{"managedFields":[{"manager":"m","fieldsV1":{"f:b":{},"f:a":{".":{}}},"time":null},{"fieldsV1":null}]}}
escapes | {"spec":{"containers":[{"name":"a","args":["<a> & b","\u2028\u2029","tab\tnew\nline","\u0001\b\f\u007f","\"\\/","ü€😀","\ud800"]}]}}
directives are unknown fields | {"spec":{"$retainKeys":["a"],"containers":[{"name":"a","$patch":"delete"}],"$setElementOrder/containers":[{"name":"a"}]}}
`

const mergeCases = `
empty patch | {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a"}]}} | {}
empty both | {} | {}
spec null | {"spec":{"containers":[{"name":"a"}]}} | {"spec":null}
metadata null | {"metadata":{"labels":{"a":"b"}}} | {"metadata":null}
containers null | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":null}}
containers empty | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[]}}
containers into null | {} | {"spec":{"containers":[{"name":"a","image":null,"args":["x"]}]}}
containers of the wrong type | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":"x"}}
spec of the wrong type | {"spec":{"containers":[{"name":"a"}]}} | {"spec":[]}
container of the wrong type | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":["a"]}}
container null | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[null]}}
containers list of lists | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[[]]}}
container by name | {"spec":{"containers":[{"name":"a","image":"x","args":["1"]}]}} | {"spec":{"containers":[{"name":"a","image":"y"}]}}
container new | {"spec":{"containers":[{"name":"a","image":"x"}]}} | {"spec":{"containers":[{"name":"b","image":"y"}]}}
containers new and old | {"spec":{"containers":[{"name":"a"},{"name":"b"}]}} | {"spec":{"containers":[{"name":"c"},{"name":"b","image":"y"}]}}
containers turned round | {"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}} | {"spec":{"containers":[{"name":"c"},{"name":"a"}]}}
containers last first | {"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}]}} | {"spec":{"containers":[{"name":"d"},{"name":"x"},{"name":"b"}]}}
container named twice in the patch | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"b","image":"1"},{"name":"b","tty":true},{"name":"a"}]}}
container without name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"image":"x"}]}}
container without name, none before | {} | {"spec":{"containers":[{"image":"x"}]}}
container with null name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":null,"image":"x"}]}}
container with empty name | {"spec":{"containers":[{"image":"x"}]}} | {"spec":{"containers":[{"name":"","args":["1"]}]}}
container with an object as name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":{},"image":"x"}]}}
container with a number as name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":1,"image":"x"}]}}
container deleted | {"spec":{"containers":[{"name":"a"},{"name":"b"}]}} | {"spec":{"containers":[{"name":"a","$patch":"delete"}]}}
container deleted that is not there | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"x","$patch":"delete"}]}}
container deleted, all | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"a","$patch":"delete"}]}}
container deleted without name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"$patch":"delete"}]}}
container deleted and added | {"spec":{"containers":[{"name":"a","image":"x"},{"name":"b"}]}} | {"spec":{"containers":[{"name":"a","$patch":"delete"},{"name":"a","args":["1"]}]}}
containers replaced | {"spec":{"containers":[{"name":"a","image":"x"},{"name":"b"}]}} | {"spec":{"containers":[{"name":"a","args":["1"]},{"$patch":"replace"}]}}
containers replaced by nothing | {"spec":{"containers":[{"name":"a","image":"x"},{"name":"b"}]}} | {"spec":{"containers":[{"$patch":"replace"}]}}
containers replaced in order of the patch | {"spec":{"volumes":[{"name":"a"},{"name":"b"}]}} | {"spec":{"volumes":[{"$patch":"replace"},{"name":"c"},{"name":"b"},{"name":"a"}]}}
containers replaced by one without name | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"$patch":"replace"},{"image":"x"}]}}
containers merge directive | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"a","$patch":"merge"}]}}
containers unknown directive | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"a","$patch":"destroy"}]}}
directives where there was no list | {} | {"spec":{"volumes":[{"name":"a","$patch":"delete"},{"name":"b","emptyDir":{}}],"affinity":{"$patch":"replace","nodeAffinity":{}}}}
directive within a new item | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"b","securityContext":{"$patch":"delete","privileged":true},"image":null,"args":["x",null]}]}}
spec replaced | {"spec":{"containers":[{"name":"a"}],"hostNetwork":true}} | {"spec":{"$patch":"replace","containers":[{"name":"b"}],"volumes":null}}
spec deleted | {"spec":{"containers":[{"name":"a"}],"hostNetwork":true}} | {"spec":{"$patch":"delete","containers":[{"name":"b"}]}}
spec merge directive | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"$patch":"merge"}}
top level replace | {"spec":{"containers":[{"name":"a"}]}} | {"$patch":"replace","spec":{"containers":[{"name":"b"}]}}
top level delete | {"spec":{"containers":[{"name":"a"}]}} | {"$patch":"delete"}
labels | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":{"b":"3","c":"4"}}}
labels null | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":null}}
label null | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":{"a":null,"x":null}}}
label null where there are no labels | {} | {"metadata":{"labels":{"a":null}}}
labels replaced | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":{"$patch":"replace","c":"3"}}}
labels deleted | {"metadata":{"labels":{"a":"1","b":"2"}}} | {"metadata":{"labels":{"$patch":"delete"}}}
label key that objects inherit | {"metadata":{"labels":{"a":"1"}}} | {"metadata":{"labels":{"constructor":"x","valueOf":null}}}
labels with an order | {"metadata":{"labels":{"a":"1"}}} | {"metadata":{"labels":{"$setElementOrder/a":["x"]}}}
labels retained | {"metadata":{"labels":{"a":"1","b":"2","c":"3"}}} | {"metadata":{"labels":{"$retainKeys":["a","d"],"d":"4"}}}
annotations | {"metadata":{"annotations":{"a":"1"}}} | {"metadata":{"annotations":{"a":"<2>","b":""}}}
node selector | {"spec":{"nodeSelector":{"a":"1"}}} | {"spec":{"nodeSelector":{"b":"2"}}}
node selector of the wrong type | {"spec":{"nodeSelector":{"a":"1"}}} | {"spec":{"nodeSelector":{"b":2}}}
tolerations | {"spec":{"tolerations":[{"key":"a"},{"key":"b"}]}} | {"spec":{"tolerations":[{"key":"c"}]}}
tolerations empty | {"spec":{"tolerations":[{"key":"a"}]}} | {"spec":{"tolerations":[]}}
tolerations with directive | {"spec":{"tolerations":[{"key":"a"}]}} | {"spec":{"tolerations":[{"$patch":"replace"},{"key":"b"}]}}
args | {"spec":{"containers":[{"name":"a","args":["1","2"],"command":["x"]}]}} | {"spec":{"containers":[{"name":"a","args":["3"],"command":[]}]}}
args null | {"spec":{"containers":[{"name":"a","args":["1","2"]}]}} | {"spec":{"containers":[{"name":"a","args":null}]}}
envFrom | {"spec":{"containers":[{"name":"a","envFrom":[{"secretRef":{"name":"s"}}]}]}} | {"spec":{"containers":[{"name":"a","envFrom":[{"configMapRef":{"name":"c"}}]}]}}
env | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"1"},{"name":"B","value":"2"},{"name":"C","value":"3"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"B","value":"9"},{"name":"NEW","value":"n"}]}]}}
env value to valueFrom | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"1"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":null,"valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}]}]}}
env value and valueFrom | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"1"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"f"}}}]}]}}
env duplicated in the original | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"1"},{"name":"B"},{"name":"A","value":"2"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"3"}]}]}}
env duplicated in the original, deleted | {"spec":{"containers":[{"name":"m","env":[{"name":"A","value":"1"},{"name":"B"},{"name":"A","value":"2"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"A","$patch":"delete"}]}]}}
env order | {"spec":{"containers":[{"name":"m","env":[{"name":"A"},{"name":"B"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"C"}],"$setElementOrder/env":[{"name":"B"},{"name":"C"},{"name":"A"}]}]}}
env order, delete and add | {"spec":{"containers":[{"name":"m","env":[{"name":"A"},{"name":"B"},{"name":"C"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"X"},{"name":"A","$patch":"delete"}],"$setElementOrder/env":[{"name":"X"},{"name":"C"}]}]}}
env order, delete two and add three | {"spec":{"containers":[{"name":"m","env":[{"name":"A"},{"name":"B"},{"name":"C"},{"name":"D"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"X"},{"name":"Y"},{"name":"Z"},{"name":"A","$patch":"delete"},{"name":"D","$patch":"delete"}],"$setElementOrder/env":[{"name":"X"},{"name":"Y"},{"name":"Z"}]}]}}
order, replaced | {"spec":{"containers":[{"name":"m","env":[{"name":"A"},{"name":"B"},{"name":"C"}]}]}} | {"spec":{"containers":[{"name":"m","env":[{"name":"X"},{"name":"B"},{"$patch":"replace"}],"$setElementOrder/env":[{"name":"X"},{"name":"B"}]}]}}
order without list | {"spec":{"volumes":[{"name":"a"},{"name":"b"},{"name":"c"}]}} | {"spec":{"$setElementOrder/volumes":[{"name":"c"},{"name":"a"}]}}
order of nothing | {"spec":{}} | {"spec":{"$setElementOrder/volumes":[{"name":"c"},{"name":"a"}]}}
order of a new list | {"spec":{}} | {"spec":{"volumes":[{"name":"a"},{"name":"c"},{"name":"b","$patch":"delete"}],"$setElementOrder/volumes":[{"name":"a"},{"name":"c"}]}}
order contradicts the list | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"volumes":[{"name":"b"},{"name":"c"}],"$setElementOrder/volumes":[{"name":"c"},{"name":"b"}]}}
order lacks an item | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"volumes":[{"name":"b"},{"name":"c"}],"$setElementOrder/volumes":[{"name":"b"}]}}
order empty | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"volumes":[{"name":"b"},{"name":"c"}],"$setElementOrder/volumes":[]}}
order both empty | {"spec":{"containers":[]}} | {"spec":{"containers":[],"$setElementOrder/containers":[]}}
order no list | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"$setElementOrder/volumes":"x"}}
order null | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"$setElementOrder/volumes":null}}
order item without key | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"volumes":[{"name":"a"}],"$setElementOrder/volumes":[{"x":"a"}]}}
order of texts | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"$setElementOrder/volumes":["a"]}}
order of an unknown field | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"$setElementOrder/nothing":[]}}
order of a struct | {"spec":{"securityContext":{}}} | {"spec":{"$setElementOrder/securityContext":[]}}
order without slash | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"$setElementOrder":[{"name":"a"}]}}
order of an atomic list | {"spec":{"tolerations":[{"key":"a"}]}} | {"spec":{"tolerations":[{"key":"b"}],"$setElementOrder/tolerations":[{"key":"b"}]}}
order of args | {"spec":{"containers":[{"name":"a","args":["1","2","3"]}]}} | {"spec":{"containers":[{"name":"a","$setElementOrder/args":["3","1"]}]}}
order of args, replaced | {"spec":{"containers":[{"name":"a","args":["1","2","3"]}]}} | {"spec":{"containers":[{"name":"a","args":["4","3"],"$setElementOrder/args":["4","3"]}]}}
order where containers is null | {} | {"spec":{"containers":[{"name":"a"}],"$setElementOrder/containers":[{"name":"a"}]}}
order and list null | {"spec":{"volumes":[{"name":"a"}]}} | {"spec":{"volumes":null,"$setElementOrder/volumes":[{"name":"a"}]}}
finalizers | {"metadata":{"finalizers":["a","b"]}} | {"metadata":{"finalizers":["c","b"]}}
finalizers duplicated | {"metadata":{"finalizers":["a","b"]}} | {"metadata":{"finalizers":["c","c","d","c"]}}
finalizers mixed | {"metadata":{"finalizers":["a","b"]}} | {"metadata":{"finalizers":["c",1]}}
finalizers deleted | {"metadata":{"finalizers":["a","b","c"]}} | {"metadata":{"$deleteFromPrimitiveList/finalizers":["a","x"]}}
finalizers deleted and added | {"metadata":{"finalizers":["a","b"]}} | {"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"],"$setElementOrder/finalizers":["c","b"]}}
finalizers deleted from none | {"metadata":{}} | {"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}
finalizers deleted, null | {"metadata":{"finalizers":["a"]}} | {"metadata":{"$deleteFromPrimitiveList/finalizers":null}}
finalizers deleted, no list | {"metadata":{"finalizers":["a"]}} | {"metadata":{"$deleteFromPrimitiveList/finalizers":"a"}}
finalizers deleted without slash | {"metadata":{"finalizers":["a"]}} | {"metadata":{"$deleteFromPrimitiveList":["a"]}}
args deleted | {"spec":{"containers":[{"name":"a","args":["1","2"]}]}} | {"spec":{"containers":[{"name":"a","$deleteFromPrimitiveList/args":["1"]}]}}
init containers | {"spec":{"initContainers":[{"name":"i","image":"x"}]}} | {"spec":{"initContainers":[{"name":"j"},{"name":"i","args":["1"]}]}}
volumes of the operator | {"spec":{"volumes":[{"name":"runconfig","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"cache","emptyDir":{}}]}}
volume source changes | {"spec":{"volumes":[{"name":"a","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"a","emptyDir":{}}]}}
volume source with retainKeys | {"spec":{"volumes":[{"name":"a","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"a","$retainKeys":["name","emptyDir"],"emptyDir":{}}]}}
volume source with retainKeys of a new volume | {"spec":{"volumes":[{"name":"b"}]}} | {"spec":{"volumes":[{"name":"a","$retainKeys":["name","emptyDir"],"emptyDir":{}}]}}
retainKeys incomplete | {"spec":{"volumes":[{"name":"a","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"a","$retainKeys":["name"],"emptyDir":{}}]}}
retainKeys no list | {"spec":{"volumes":[{"name":"a","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"a","$retainKeys":"name","emptyDir":{}}]}}
retainKeys empty | {"spec":{"securityContext":{"runAsUser":1}}} | {"spec":{"securityContext":{"$retainKeys":[]}}}
retainKeys without the merge key | {"spec":{"volumes":[{"name":"a","configMap":{"name":"x"}}]}} | {"spec":{"volumes":[{"name":"a","$retainKeys":["emptyDir"],"emptyDir":null}]}}
retainKeys at a struct | {"spec":{"securityContext":{"runAsUser":1,"fsGroup":2}}} | {"spec":{"securityContext":{"$retainKeys":["runAsUser","runAsGroup"],"runAsGroup":3}}}
volume mounts | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"v","mountPath":"/v"},{"name":"w","mountPath":"/w"}]}]}} | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"x","mountPath":"/v","readOnly":true},{"name":"v","mountPath":"/z"}]}]}}
volume mounts without path | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"v","mountPath":"/v"}]}]}} | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"v","readOnly":true}]}]}}
volume mounts, volume deleted | {"spec":{"containers":[{"name":"a","volumeMounts":[{"name":"v","mountPath":"/v"},{"name":"w","mountPath":"/w"}]}],"volumes":[{"name":"v"},{"name":"w"}]}} | {"spec":{"containers":[{"name":"a","volumeMounts":[{"mountPath":"/v","$patch":"delete"}]}],"volumes":[{"name":"v","$patch":"delete"}]}}
ports | {"spec":{"containers":[{"name":"a","ports":[{"name":"http","containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"name":"web","containerPort":80},{"containerPort":81}]}]}}
ports duplicated in the original | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP"},{"containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"name":"dns"}]}]}}
ports duplicated in the patch | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP"}]}]}}
ports duplicated in a new list | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":53,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP"}]}]}}
ports as text | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":"80"}]}]}}
ports without number | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"name":"http"}]}]}}
port deleted | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":81}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"$patch":"delete"}]}]}}
port fraction | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80}]}]}} | {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80.5}]}]}}
pull secrets | {"spec":{"imagePullSecrets":[{"name":"a"},{"name":"b"}]}} | {"spec":{"imagePullSecrets":[{"name":"c"},{"name":"b"}]}}
pull secrets of the operator | {"spec":{"imagePullSecrets":[{"name":"explicit"},{"name":"shared"}]}} | {"spec":{"imagePullSecrets":[{"name":"from-template"},{"name":"shared"}]}}
pull secret without name | {"spec":{"imagePullSecrets":[{"name":"a"}]}} | {"spec":{"imagePullSecrets":[{}]}}
pull secret without name in the original | {"spec":{"imagePullSecrets":[{}]}} | {"spec":{"imagePullSecrets":[{"name":"a"}]}}
pull secrets as text | {"spec":{"imagePullSecrets":[{"name":"a"}]}} | {"spec":{"imagePullSecrets":["b"]}}
topology | {"spec":{"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule"}]}} | {"spec":{"topologySpreadConstraints":[{"maxSkew":2,"topologyKey":"zone"},{"maxSkew":3,"topologyKey":"host","whenUnsatisfiable":"ScheduleAnyway"}]}}
host aliases | {"spec":{"hostAliases":[{"ip":"1.1.1.1","hostnames":["a"]},{"ip":"2.2.2.2"}]}} | {"spec":{"hostAliases":[{"ip":"2.2.2.2","hostnames":["c"]},{"ip":"1.1.1.1","hostnames":["b"]}]}}
owner references | {"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"K","name":"a","uid":"u"}]}} | {"metadata":{"ownerReferences":[{"uid":"u","name":"b"}]}}
resources | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"100m"}}}]}} | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"2000m"},"requests":null}}]}}
resources replaced | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1"}}}]}} | {"spec":{"containers":[{"name":"a","resources":{"$patch":"replace","requests":{"cpu":0.5}}}]}}
resources bad quantity | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"1"}}}]}} | {"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"lots"}}}]}}
security context | {"spec":{"containers":[{"name":"a","securityContext":{"runAsNonRoot":true,"capabilities":{"drop":["ALL"]}}}]}} | {"spec":{"containers":[{"name":"a","securityContext":{"runAsNonRoot":false,"capabilities":{"add":["NET_ADMIN"]}}}]}}
probe handler changes | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"path":"/","port":80},"periodSeconds":5}}]}} | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":null,"tcpSocket":{"port":"x"}}}]}}
probe port changes type | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"path":"/","port":80}}}]}} | {"spec":{"containers":[{"name":"a","livenessProbe":{"httpGet":{"port":"http"}}}]}}
affinity | {"spec":{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{}}]}}}} | {"spec":{"affinity":{"podAffinity":{},"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":2,"preference":{}}]}}}}
projected sources are atomic | {"spec":{"volumes":[{"name":"a","projected":{"sources":[{"secret":{"name":"s"}}]}}]}} | {"spec":{"volumes":[{"name":"a","projected":{"sources":[{"configMap":{"name":"c"}}]}}]}}
items are atomic | {"spec":{"volumes":[{"name":"a","configMap":{"name":"c","items":[{"key":"a","path":"a"}]}}]}} | {"spec":{"volumes":[{"name":"a","configMap":{"items":[{"key":"b","path":"b"}]}}]}}
resource claims | {"spec":{"resourceClaims":[{"name":"a","resourceClaimName":"x"}]}} | {"spec":{"resourceClaims":[{"name":"a","resourceClaimTemplateName":"y"},{"name":"b"}]}}
unknown fields | {"spec":{"containers":[{"name":"a"}]}} | {"foo":{"bar":1},"spec":{"x":[1],"containers":[{"name":"a","y":{"z":null}}]}}
field in another case | {"spec":{"hostNetwork":true}} | {"spec":{"HostPID":true,"NodeSelector":{"a":"b"}}}
field in another case within a new list | {"spec":{"containers":[{"name":"a"}]}} | {"spec":{"containers":[{"name":"b","Image":"x"}]}}
scalar | {"spec":{"serviceAccountName":"a","terminationGracePeriodSeconds":30,"hostNetwork":true}} | {"spec":{"serviceAccountName":"b","terminationGracePeriodSeconds":0,"hostNetwork":null}}
scalar of another type | {"spec":{"serviceAccountName":"a"}} | {"spec":{"serviceAccountName":1}}
delete directive as a text | {"spec":{"serviceAccountName":"a"}} | {"spec":{"$patch":"x"}}
patch is a list | {} | []
patch is null | {"spec":{"serviceAccountName":"a"}} | null
`

const quantityCases = `0 1 1000m 0.5 1024Mi 1e3 1E 1E3 1e-3 0.1 0.1m 0.0001m 1n 0.1n 1.5Gi 1.1Gi 0.5Gi 0.5Ki 0.001Ki 1Ki 1024 1000 1000k 1000E 1024Ei ` +
	`1Ei 7Ei 8Ei 9Ei 1Pi 1Ti 1023Ti 2048Ti 12e6 12e5 10e2 1e10 1e100 1e-9 1e-10 1e-12 +1 -1 +5Ki -5Ki -1.5 -0.1n - + . .. 5. .5 ` +
	`+.5 005 00 000.5 1.500 1.230 1.000 1.0 100m 1500m 1e 1e+ 1e+3 1ee3 1kk 1K 1ki 1i 1.2.3 a 1a Ki m 0Ki 0m 0.0 -0 1_000 0x10 ` +
	`9223372036854775807 9223372036854775808 -9223372036854775808 99999999999999999999 123456789012345678901234567890 ` +
	`9223372036854775807Ki 123456789.123456789 123456789.1234567891 0.123456789 0.1234567891 1000000000000000000 10000000000000000000 ` +
	`100Mi 128Mi 256Mi 512Mi 1536Mi 2Gi 0.25 250m 2500m 3.5M 1M 1000M 1G 1T 1P 1u 1000u 1000n 8Ki 16Ki 15Ki 1025Ki -1025Ki -1024Ki ` +
	`.Ki .5Ki 5.Ki 5.5 1e9999 1e12345678901234567890 01Ki 1.0Ki 1.00000001Gi 1.9999999999Ki`

const jsonCases = `
{}
[]
null
"text"
""
{"b":1,"a":[],"c":{}}
{"a":{"b":[1,[],{},[{}]]},"x":null,"y":true,"z":false}
["<a href=\"x\">&amp;</a>","\u2028 and \u2029","\u0000\u0001\u001f\u007f\b\f\n\r\t\\\/"]
["ü€😀","\ud800","a\udc00b","\ud83d\ude00","\ue000"]
{"10":1,"9":2,"1":3,"x":4,"01":5}
{"😀":1,"\ue000":2,"z":3,"Z":4,"é":5}
{"<&>":1,"a\"b":2,"tab\t":3}
[0,1,-1,1.5,0.1,1e20,1e21,1.5e300,1e-6,1e-7,-0.0,123456789012,3.0,100000000000000000000,5e-324]
[[1,2],[[]],[{"a":[1]}]]
`

func nameCases() []string {
	long := strings.Repeat("a", 63)
	return []string{
		"", "a", "A", "-", "a-b", "-a", "a-", "1", "1a", "a1", "a.b", ".a", "a.", "a..b", "a_b", "_a", "a_", "A-b", "ü", "a b", " a", "a\n",
		"a/b", "/b", "a/", "a/b/c", "x.io/y", "X.io/y", "x_y/z", "x.io/Y_z.1", "x.io/-y", "toolhive.stacklok.dev/content-checksum",
		long, long + "a", "a/" + long, "a/" + long + "a", strings.Repeat(long+".", 3) + long, strings.Repeat(long+".", 4) + "a",
		strings.Repeat("a.", 126) + "a", strings.Repeat("a.", 126) + "ab", strings.Repeat("a.", 126) + "a/b", strings.Repeat("a.", 126) + "ab/b",
		"A_B", "A.B", "A-B", "1A", "=", "a=b", "..", ".", "..a", "a..", "a%b", "a$b", "~", "\x7f", "HOME", "PATH:x",
	}
}
