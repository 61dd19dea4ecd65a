-- SPDX-License-Identifier: Apache-2.0
-- Health of an IdGenerator for Argo CD. Put into the ConfigMap argocd-cm, under the key
-- resource.customizations.health.kezuri.dev_IdGenerator.
local function progressing(message)
  return { status = "Progressing", message = message }
end

if obj.metadata.deletionTimestamp ~= nil then
  return progressing("The IdGenerator is being deleted.")
end

local status = obj.status
if status == nil or status.observedGeneration == nil or status.observedGeneration < 0 then
  return progressing("Waiting for the operator's first look.")
end
if obj.metadata.generation ~= nil and status.observedGeneration ~= obj.metadata.generation then
  return progressing(
    "Waiting for the operator: it has seen generation " .. string.format("%d", status.observedGeneration) ..
    " of " .. string.format("%d", obj.metadata.generation) .. ".")
end

local found = {}
for _, condition in ipairs(status.conditions or {}) do
  found[condition.type] = condition
end

local stalled = found["Stalled"]
if stalled ~= nil and stalled.status == "True" then
  return { status = "Degraded", message = stalled.reason .. ": " .. stalled.message }
end

local ready = found["Ready"]
if ready == nil or ready.status ~= "True" then
  return progressing(ready ~= nil and ready.message or "Waiting for the condition Ready.")
end

local ending = found["TimestampExhausting"]
if ending ~= nil and ending.status == "True" then
  return { status = "Healthy", message = ending.message }
end
return { status = "Healthy", message = ready.message }
